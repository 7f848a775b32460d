/** Logits of one prediction, and the class that it should have been. */
export interface Answer {
  readonly logits: readonly number[];
  readonly label: number;
}

/** The softmax of logits divided by a temperature. */
export function probabilitiesOf(logits: readonly number[], temperature = 1): number[] {
  const most = Math.max(...logits);
  const powers = logits.map((logit) => Math.exp((logit - most) / temperature));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/**
 * The temperature, from 0.001 to 1000, at which the mean negative log probability of the right classes is smallest (Guo, Pleiss, Sun and Weinberger 2017, section 4.2). It changes no prediction.
 */
export function fitTemperature(answers: readonly Answer[]): number {
  const loss = (temperature: number): number =>
    answers.reduce((total, { logits, label }) => {
      const most = Math.max(...logits);
      const rest = Math.log(logits.reduce((sum, logit) => sum + Math.exp((logit - most) / temperature), 0));
      return total + rest + (most - logits[label]) / temperature;
    }, 0);
  // Convex in 1 / temperature, so with one valley in its logarithm: golden sections find it.
  let [low, high] = [Math.log(1e-3), Math.log(1e3)];
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let i = 0; i < 60; i++) {
    const [left, right] = [high - golden * (high - low), low + golden * (high - low)];
    if (loss(Math.exp(left)) < loss(Math.exp(right))) high = right;
    else low = left;
  }
  return Math.exp((low + high) / 2);
}
