import type { Evaluation, MetricName } from '../../recommend/index.js';
import type { Tone } from '../report/line-chart.js';

/** A rater of a chart, with the colour and dashes that it has in all of them. */
export interface Charted {
  readonly rater: string;
  readonly tone: Tone;
}

const tones: readonly Tone[] = ['pretrained', 'extra', 'second', 'third', 'fourth', 'untrained'];

/** The learner, and of the others those that are best by some metric in the set that stands for all: more lines than six more nobody can tell apart. */
export function chartedRaters({ subject, sets }: Evaluation, metrics: readonly MetricName[]): Charted[] {
  const set = sets.find(({ known }) => known === 5) ?? sets.at(-1)!;
  const others = set.raters.filter(({ rater }) => rater !== subject);
  const rankOf = (rater: string): number => Math.min(...metrics.map((metric) => others.filter(({ against }) => against[metric]).sort((a, b) => a.against[metric]!.advantage.mean - b.against[metric]!.advantage.mean).findIndex((each) => each.rater === rater)).map((rank) => (rank < 0 ? Infinity : rank)));
  const best = others.map(({ rater }) => rater).sort((a, b) => rankOf(a) - rankOf(b));
  return [{ rater: subject, tone: 'own' }, ...best.slice(0, tones.length).map((rater, at) => ({ rater, tone: tones[at] }))];
}
