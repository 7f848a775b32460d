import type { Path } from '../glyphs/character.js';

/**
 * The pen's movement along the lines of a path as `steps` points of x, y and whether a line was drawn to it: each line gets points by its length, at least its
 * two ends, and where it starts, no line was drawn to it. Written into `into` from `offset` on.
 * @param haste how speed changes along a line: the point at a share u of a line's time is at u ** haste of its length.
 */
export function followPen(path: Path, haste: number, steps: number, into: Float32Array, offset: number): void {
  const reached = path.map(distances);
  const counts = share(steps, reached.map((along) => along[along.length - 1]));
  let at = offset;
  path.forEach((line, l) => {
    const along = reached[l];
    let segment = 0;
    for (let point = 0; point < counts[l]; point++) {
      const target = along[along.length - 1] * (point / (counts[l] - 1)) ** haste;
      while (segment < along.length - 2 && along[segment + 1] < target) segment++;
      const length = along[segment + 1] - along[segment];
      const share = length > 0 ? Math.min(1, (target - along[segment]) / length) : 0;
      for (let axis = 0; axis < 2; axis++) {
        const [a, b] = [line[2 * segment + axis], line[2 * segment + 2 + axis]];
        into[at++] = a + (b - a) * share;
      }
      into[at++] = point === 0 ? 0 : 1;
    }
  });
}

/** How far the pen has come at each point of a line. */
function distances(line: Float64Array): Float64Array {
  const along = new Float64Array(line.length / 2);
  for (let i = 1; i < along.length; i++) along[i] = along[i - 1] + Math.hypot(line[2 * i] - line[2 * i - 2], line[2 * i + 1] - line[2 * i - 1]);
  return along;
}

/** `steps` points for lines of these lengths: two for each, the rest in proportion; what rounding leaves goes to the longest. */
function share(steps: number, lengths: readonly number[]): number[] {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const rest = steps - 2 * lengths.length;
  const counts = lengths.map((length) => 2 + Math.floor((rest * length) / total));
  counts[lengths.indexOf(Math.max(...lengths))] += steps - counts.reduce((sum, count) => sum + count, 0);
  return counts;
}
