/** A quantity that may differ from task to task: one number for all, uniform between two, or one of a few, each as likely. */
export type Range = number | readonly [low: number, high: number] | { readonly among: readonly number[] };

/** The quantity that a draw, uniform in [0, 1), stands for. */
export function within(range: Range, draw: number): number {
  if (typeof range === 'number') return range;
  if ('among' in range) return range.among[Math.floor(draw * range.among.length)];
  return range[0] + (range[1] - range[0]) * draw;
}

/** The least and the largest that a quantity can be. */
export function endsOf(range: Range): readonly [low: number, high: number] {
  if (typeof range === 'number') return [range, range];
  return 'among' in range ? [Math.min(...range.among), Math.max(...range.among)] : range;
}

/**
 * The range itself, where it makes sense.
 * @param above every number of it must be larger.
 * @throws RangeError where a number is not finite or not large enough, the ends are the wrong way round, or there is nothing to choose from.
 */
export function checkedRange(name: string, range: Range, above = -Infinity): Range {
  const numbers = typeof range === 'number' ? [range] : 'among' in range ? range.among : range;
  const sound = numbers.length > 0 && numbers.every((value) => Number.isFinite(value) && value > above);
  const ordered = typeof range === 'number' || 'among' in range || (range.length === 2 && range[0] <= range[1]);
  if (sound && ordered) return range;
  const kind = above === -Infinity ? 'a finite number' : `a number above ${above}`;
  throw new RangeError(`${name} must be ${kind}, a range [low, high] of them, or one of a few, { among: [...] }; got ${JSON.stringify(range)}.`);
}
