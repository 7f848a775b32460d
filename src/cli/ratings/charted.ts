import type { Evaluation, MetricName } from '../../recommend/index.js';
import { headSet } from './head.js';
import type { Tone } from '../report/line-chart.js';

/** A rater of a chart, with the colour and dashes that it has in all of them. */
export interface Charted {
  readonly rater: string;
  readonly tone: Tone;
}

const tones: readonly Tone[] = ['pretrained', 'extra', 'second', 'third', 'fourth', 'untrained'];

/** The learner, and of the others those that are best by some metric in the set that stands for all: more lines than six more nobody can tell apart. */
export function chartedRaters(evaluation: Evaluation, metrics: readonly MetricName[]): Charted[] {
  const { subject } = evaluation;
  const others = headSet(evaluation).raters.filter(({ rater }) => rater !== subject);
  const rankings = metrics.map((metric) => {
    const compared = others.flatMap(({ rater, against }) => (against[metric] ? [{ rater, advantage: against[metric].advantage.mean }] : []));
    return compared.sort((a, b) => a.advantage - b.advantage).map(({ rater }) => rater);
  });
  const rankOf = (rater: string): number => Math.min(...rankings.map((ranking) => ranking.indexOf(rater)).filter((rank) => rank >= 0));
  const best = others.map(({ rater }) => rater).sort((a, b) => rankOf(a) - rankOf(b));
  return [{ rater: subject, tone: 'own' }, ...best.slice(0, tones.length).map((rater, at) => ({ rater, tone: tones[at] }))];
}
