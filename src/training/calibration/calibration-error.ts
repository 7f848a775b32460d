/**
 * Expected calibration error (Naeini, Cooper and Hauskrecht 2015; Guo et al. 2017, equation 3): the mean over equally wide bins of confidence of |accuracy - mean confidence|,
 * weighted by how many predictions are in each. 0 to 1; zero is calibrated. NaN where some confidence is no number, as of a learner that diverged.
 *
 * @param confidences the probability given to the predicted class, of each prediction.
 * @param right whether each prediction was right.
 * @param bins a whole number of at least 1.
 * @throws RangeError where there are no predictions, or not as many of one as of the other.
 */
export function expectedCalibrationError(confidences: readonly number[], right: readonly boolean[], bins = 15): number {
  if (confidences.length === 0 || confidences.length !== right.length) {
    throw new RangeError(`A calibration error needs predictions, each with its confidence and whether it was right; got ${confidences.length} confidences and ${right.length} answers.`);
  }
  if (confidences.some(Number.isNaN)) return NaN;
  const sums = Array.from({ length: bins }, () => ({ confidence: 0, right: 0 }));
  confidences.forEach((confidence, i) => {
    const bin = sums[Math.min(bins - 1, Math.floor(confidence * bins))];
    bin.confidence += confidence;
    bin.right += right[i] ? 1 : 0;
  });
  return sums.reduce((total, { confidence, right: count }) => total + Math.abs(count - confidence), 0) / confidences.length;
}
