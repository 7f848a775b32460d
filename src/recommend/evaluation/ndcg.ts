/**
 * Normalised discounted cumulative gain of the k items with the highest scores (Järvelin and Kekäläinen 2002; with MeLU's gains, Lee et al. 2019, section 5.1.3):
 *
 *     DCG@k = sum over ranks r = 1..k of (2^rating - 1) / log2(1 + r),   nDCG@k = DCG@k / DCG@k of the best order
 *
 * Items of equal score take their ranks in any order; the gain of each is the mean over these orders (McSherry and Najork 2008). Where there are fewer than k items, k is their
 * number. In [0, 1]; 1 where no item has any gain, as every order is then the best.
 * @param truth the ratings, 0 or more.
 * @throws RangeError for a negative rating or none.
 */
export function ndcg(scores: ArrayLike<number>, truth: ArrayLike<number>, k: number): number {
  if (scores.length !== truth.length || truth.length === 0) throw new RangeError(`nDCG needs one score for each rating, and at least one; got ${scores.length} scores of ${truth.length} ratings.`);
  const gains = Array.from(truth, (rating) => 2 ** rating - 1);
  const least = Math.min(...gains);
  if (least < 0) throw new RangeError(`nDCG takes ratings of 0 or more; got ${Math.log2(least + 1)}: shift the scale.`);
  const best = discounted(gains, gains, k);
  return best === 0 ? 1 : Math.min(1, discounted(scores, gains, k) / best);
}

/** DCG@k of the order by scores: each group of equal scores has its mean gain at each of its ranks. */
function discounted(scores: ArrayLike<number>, gains: readonly number[], k: number): number {
  const order = [...gains.keys()].sort((a, b) => scores[b] - scores[a]);
  let total = 0;
  for (let from = 0; from < Math.min(k, order.length); ) {
    let to = from;
    let gain = 0;
    for (; to < order.length && scores[order[to]] === scores[order[from]]; to++) gain += gains[order[to]];
    for (let rank = from; rank < Math.min(k, to); rank++) total += gain / (to - from) / Math.log2(2 + rank);
    from = to;
  }
  return total;
}
