import type { Evaluation, MetricName, QuestionSetResult, RaterResult } from '../../recommend/index.js';
import type { RatingProtocol } from './question-sets.js';
import type { Choice } from './tuned-raters.js';

/** What `test --json` prints of a run that learned ratings, and keeps in test.json. */
export interface RatingsTestResult {
  readonly run: string;
  readonly task: string;
  readonly algorithm: string;
  readonly protocol: RatingProtocol;
  /** Inner steps; 0 where adapting is no loop. */
  readonly steps: number;
  readonly queries: number;
  readonly draws: number;
  readonly seed: number;
  readonly split: 'test';
  readonly evaluation: Evaluation;
  /** How the raters beside the learner were chosen. */
  readonly tuned: readonly Choice[];
  /** Whether the learner is ahead of every other rater, by MAE and nDCG@3 on each set of questions; absent without others. */
  readonly beatsBaselines?: boolean;
  /** Who wins, in a sentence or two. */
  readonly summary: string;
}

/** The metrics by which a winner is told. */
export const headMetrics: readonly MetricName[] = ['mae', 'ndcg3'];

/** The set that stands for all in a summary: five known ratings, or the last of MeLU's cells, where users and items are new. */
export function headSet({ sets }: Evaluation): QuestionSetResult {
  return sets.find(({ known }) => known === 5) ?? sets.at(-1)!;
}

/** The learner's own row of a set. */
export function ownOf({ subject }: Evaluation, { raters }: QuestionSetResult): RaterResult {
  return raters.find(({ rater }) => rater === subject)!;
}

/** What an evaluation comes to. */
export function outcomeOf(evaluation: Evaluation): Pick<RatingsTestResult, 'beatsBaselines' | 'summary'> {
  const head = headSet(evaluation);
  const told = head.verdicts.filter(({ metric }) => headMetrics.includes(metric)).map(({ sentence }) => sentence);
  if (told.length === 0) return { summary: alone(evaluation, head) };
  const verdicts = evaluation.sets.flatMap((set) => set.verdicts.filter(({ metric }) => headMetrics.includes(metric)));
  return { beatsBaselines: verdicts.every(({ outcome }) => outcome === 'ahead'), summary: told.join(' ') };
}

function alone(evaluation: Evaluation, set: QuestionSetResult): string {
  const { mae, ndcg3 } = ownOf(evaluation, set).metrics;
  const parts = [...(mae ? [`MAE ${mae.mean.toFixed(3)}`] : []), ...(ndcg3 ? [`nDCG@3 ${ndcg3.mean.toFixed(3)}`] : [])];
  return `${parts.join(' and ')}, ${set.name}, of users never seen in training; nothing was compared with.`;
}
