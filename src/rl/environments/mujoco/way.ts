/** Where something was at each observation of an episode, from 0, of whose velocity `at` gives the place in an observation of `width` numbers. */
export function wayOf(observations: Float32Array, width: number, at: number, seconds: number): number[] {
  const way = [0];
  for (let next = width; next < observations.length; next += width) {
    const mean = (observations[next - width + at] + observations[next + at]) / 2;
    way.push(way[way.length - 1] + mean * seconds);
  }
  return way;
}
