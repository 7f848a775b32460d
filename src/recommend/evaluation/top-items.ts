/** The `count` items of the highest scores that are not excluded, from the highest on; of equal scores the lower number is first. */
export function topItems(scores: ArrayLike<number>, excluded: ReadonlySet<number>, count: number): number[] {
  const top: number[] = [];
  for (let item = 0; item < scores.length; item++) {
    if (top.length === count && scores[item] <= scores[top[count - 1]]) continue;
    if (excluded.has(item)) continue;
    let at = top.length;
    while (at > 0 && scores[top[at - 1]] < scores[item]) at--;
    top.splice(at, 0, item);
    if (top.length > count) top.pop();
  }
  return top;
}
