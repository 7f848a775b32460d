/** a . b, in float64. */
export function dot(a: Float32Array, b: Float32Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}

/** a + length b. */
export function along(a: Float32Array, b: Float32Array, length: number): Float32Array {
  return a.map((value, i) => value + length * b[i]);
}
