/**
 * A symmetric matrix (count, count) as a covariance that has its diagonal: a covariance stays what it is; where values claim that two items have more in common than their variances
 * allow, also beside all others, they are cut to what these allow. By a Cholesky decomposition with pivots, none of whose columns takes more variance of an item than is left of it.
 * @param symmetric row-major, with a diagonal of 0 or more.
 */
export function asCovariance(symmetric: Float64Array, count: number): Float64Array {
  const left = symmetric.slice();
  const covariance = new Float64Array(count * count);
  const varianceOf = (i: number): number => Math.max(0, left[i * count + i]);
  const open = new Set(Array(count).keys());
  while (open.size > 0) {
    const pivot = [...open].reduce((most, i) => (varianceOf(i) > varianceOf(most) ? i : most));
    const deviation = Math.sqrt(varianceOf(pivot));
    if (deviation === 0) break;
    open.delete(pivot);
    const column = new Float64Array(count);
    column[pivot] = deviation;
    for (const i of open) {
      const most = Math.sqrt(varianceOf(i));
      column[i] = Math.min(most, Math.max(-most, left[i * count + pivot] / deviation));
    }
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < count; j++) {
        covariance[i * count + j] += column[i] * column[j];
        left[i * count + j] -= column[i] * column[j];
      }
    }
  }
  return covariance;
}
