import { capitalised } from './adaptation.js';
import { spanPowers } from './axes.js';
import { lineChart, type Series } from './line-chart.js';
import { beside, figure, type Section } from './page.js';
import { drawable, thinned } from './thinned.js';

/** What a run wrote down as it trained. */
export interface Recorded {
  readonly iteration: number;
  readonly loss?: number;
  /** The metric on validation tasks, where it was taken at this iteration. */
  readonly validation?: number;
  /** Since the run began. */
  readonly seconds?: number;
}

/** The meta-training loss and the validation metric over the iterations. */
export function trainingSection(text: string, recorded: readonly Recorded[], metric: { name: string; label?: string; scale?: number }): Section {
  const loss = thinned(pointsOf(recorded, 'loss'));
  const validation = pointsOf(recorded, 'validation').map(([x, y]) => [x, y * (metric.scale ?? 1)] as const);
  const figures = [
    drawable(loss) ? chart('Meta-training loss: the query loss after adapting, averaged over neighbouring iterations.', 'loss', loss) : '',
    drawable(validation) ? chart(`${capitalised(metric.name)} on validation tasks.`, metric.label ?? metric.name, validation) : '',
  ];
  return { heading: 'Meta-training', text, body: [beside('charts', ...figures.filter(Boolean))] };
}

function chart(caption: string, label: string, points: Series['points']): string {
  const series: Series[] = [{ name: label, tone: 'own', points, marks: points.length > 60 ? 'line' : 'both' }];
  return figure(
    caption,
    lineChart({
      name: caption,
      x: { label: 'iteration' },
      y: { label, log: spanPowers(points.map(([, value]) => value)) },
      series,
    }),
  );
}

function pointsOf(recorded: readonly Recorded[], field: 'loss' | 'validation'): Series['points'] {
  return recorded.flatMap((entry) => (entry[field] === undefined ? [] : [[entry.iteration, entry[field]] as const]));
}
