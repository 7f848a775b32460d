import { lineChart, type Axis, type Series } from './line-chart.js';
import { beside, figure } from './page.js';

/** A line of its own small chart. */
export interface Panel {
  readonly name: string;
  readonly points: Series['points'];
}

/** A small chart for each line, all with the same axes, in which the other lines stand in grey: as legible for twenty lines as for two. */
export function smallMultiples(panels: readonly Panel[], x: Axis, y: Axis): string {
  const all = panels.flatMap(({ points }) => points);
  const span = (axis: Axis, of: 0 | 1): Axis => ({ ...axis, range: axis.range ?? spanOf(all.map((point) => point[of]), axis.log) });
  const [wide, high] = [span(x, 0), span(y, 1)];
  return beside(
    'fits',
    ...panels.map((panel) => {
      const others = panels.filter((each) => each !== panel).map(({ name, points }): Series => ({ name, tone: 'faint', points }));
      const own: Series = { name: panel.name, tone: 'own', points: panel.points, marks: 'both' };
      return figure(panel.name, lineChart({ name: `${panel.name}: ${y.label}`, x: wide, y: high, series: [...others, own], width: 300, height: 210 }));
    }),
  );
}

function spanOf(values: readonly number[], log = false): [number, number] {
  const usable = values.filter((value) => Number.isFinite(value) && (!log || value > 0));
  if (usable.length === 0) return log ? [0.1, 1] : [0, 1];
  const [low, high] = [Math.min(...usable), Math.max(...usable)];
  return low === high ? [log ? low / 2 : low - 1, high + 1] : [low, high];
}
