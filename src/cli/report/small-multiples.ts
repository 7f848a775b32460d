import { extent } from 'd3-array';
import { isShowable } from './axes.js';
import { drawLines, lineChart, type Axis, type Series } from './line-chart.js';
import { element } from './markup.js';
import { beside, figure } from './page.js';

/** A line of its own small chart. */
export interface Panel {
  readonly name: string;
  readonly points: Series['points'];
}

/** A small chart for each line, all with the same axes, in which the others stand in grey: as legible for twenty lines as for two. No two on a page may have the same name. */
export function smallMultiples(panels: readonly Panel[], x: Axis, y: Axis, name = y.label): string {
  const all = panels.flatMap(({ points }) => points).filter((point) => isShowable(point[0], x.log) && isShowable(point[1], y.log));
  const span = (axis: Axis, of: 0 | 1): Axis => ({ ...axis, range: axis.range ?? spanOf(all.map((point) => point[of]), axis.log) });
  const axes = { x: span(x, 0), y: span(y, 1), width: 300, height: 210 };
  // The grey lines are the same in all charts: drawn in the first, and shown again in the others. Fifty lines fifty times would be megabytes.
  const id = `all-${name.replace(/\W+/g, '-')}`;
  const grey = panels.map((panel): Series => ({ ...panel, tone: 'faint', marks: 'line' }));
  const charts = panels.map(({ name: panel, points }, i) => {
    const own: Series = { name: panel, tone: 'own', points, marks: points.length > 60 ? 'line' : 'both' };
    const behind = i === 0 ? element('g', { id }, drawLines({ ...axes, series: grey })) : element('use', { href: `#${id}` });
    return figure(panel, lineChart({ name: `${panel}: ${y.label}`, ...axes, series: [own], behind }));
  });
  return beside('fits', ...charts);
}

function spanOf(values: readonly number[], log = false): [number, number] {
  const [low, high] = extent(values);
  if (low === undefined || high === undefined) return log ? [0.1, 1] : [0, 1];
  return low === high ? [log ? low / 2 : low - 1, high + 1] : [low, high];
}
