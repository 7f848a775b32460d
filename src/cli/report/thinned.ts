import { mean } from 'd3-array';
import type { Series } from './line-chart.js';

const mostPoints = 240;

/** At most `mostPoints` points, each the mean of a run of neighbours. */
export function thinned(points: Series['points']): Series['points'] {
  const group = Math.ceil(points.length / mostPoints);
  if (group <= 1) return points;
  return Array.from({ length: Math.ceil(points.length / group) }, (_, i) => {
    const neighbours = points.slice(i * group, (i + 1) * group);
    // Of a run that diverged there may be no number among them, which is not zero.
    return [mean(neighbours, (point) => point[0]) ?? NaN, mean(neighbours, (point) => point[1]) ?? NaN] as const;
  });
}

/** Whether there is a line to draw: of a run that diverged, some or all of the values are no numbers. */
export function drawable(points: Series['points']): boolean {
  return points.filter(([, value]) => Number.isFinite(value)).length > 1;
}
