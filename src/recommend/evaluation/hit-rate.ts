/**
 * The share of a user's liked items that stand among the top k, each ranked by itself against all items that the user has not rated: no sampled negatives, whose hit rates
 * do not order raters as the full ones do (Krichene and Rendle 2020). Items of equal score take their ranks in any order; the mean over these orders counts.
 * @param scores of all items of the catalogue.
 * @param liked the numbers of the items held out that the user liked, at least one.
 * @param rated all items that the user has rated, known, asked or neither; those liked among them.
 */
export function hitRate(scores: ArrayLike<number>, liked: readonly number[], rated: ReadonlySet<number>, k: number): number {
  if (liked.length === 0) throw new RangeError('A hit rate needs at least one item that the user liked; got none.');
  const above = new Int32Array(liked.length);
  const equal = new Int32Array(liked.length);
  const lowest = liked.reduce((least, item) => Math.min(least, scores[item]), Infinity);
  for (let item = 0; item < scores.length; item++) {
    if (scores[item] < lowest || rated.has(item)) continue;
    for (let i = 0; i < liked.length; i++) {
      if (scores[item] > scores[liked[i]]) above[i]++;
      else if (scores[item] === scores[liked[i]]) equal[i]++;
    }
  }
  let hits = 0;
  for (let i = 0; i < liked.length; i++) hits += Math.min(1, Math.max(0, (k - above[i]) / (equal[i] + 1)));
  return hits / liked.length;
}
