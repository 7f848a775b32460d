import type { Evaluation, EvidenceComparison, MetricName, QuestionSetResult, RaterResult } from '../../recommend/index.js';
import { headMetrics, headSet } from './head.js';
import type { QuestionWishes, RatingProtocol } from './question-sets.js';
import type { Choice } from './tuned-raters.js';
import { whoWins } from './who-wins.js';

/** What `test --json` prints of a run that learned ratings, and keeps in test.json. What is asked stands there where it is drawn: of MeLU's cells there are no such numbers. */
export interface RatingsTestResult extends Partial<QuestionWishes> {
  readonly run: string;
  readonly task: string;
  readonly algorithm: string;
  readonly protocol: RatingProtocol;
  /** Inner steps; 0 where adapting is no loop. */
  readonly steps: number;
  readonly split: 'test';
  /** The learner's own figure on the set that stands for all: its error, or the order where there are no ratings; absent where no user allows one. */
  readonly metric?: MetricName;
  readonly mean?: number;
  readonly ci95?: number;
  readonly evaluation: Evaluation;
  /** How the raters beside the learner were chosen. */
  readonly tuned: readonly Choice[];
  /** What to ask a new user first; absent where it was left out, or the data allow no such question. */
  readonly evidence?: EvidenceComparison;
  /** Whether the learner is ahead of every other rater, by MAE and nDCG@3 on each set of questions; absent without others. */
  readonly beatsBaselines?: boolean;
  /** Who wins, in a sentence or two. */
  readonly summary: string;
}

/** The learner's own row of a set. */
export function ownOf({ subject }: Evaluation, { raters }: QuestionSetResult): RaterResult {
  return raters.find(({ rater }) => rater === subject)!;
}

/** What an evaluation comes to. */
export function outcomeOf(evaluation: Evaluation): Pick<RatingsTestResult, 'metric' | 'mean' | 'ci95' | 'beatsBaselines' | 'summary'> {
  const head = headSet(evaluation);
  const own = figureOf(ownOf(evaluation, head));
  const told = whoWins(evaluation, [head]);
  if (told.length === 0) return { ...own, summary: alone(evaluation, head) };
  const verdicts = evaluation.sets.flatMap((set) => set.verdicts.filter(({ metric }) => headMetrics.includes(metric)));
  return { ...own, beatsBaselines: verdicts.every(({ outcome }) => outcome === 'ahead'), summary: told.join(' ') };
}

function figureOf({ metrics }: RaterResult): Pick<RatingsTestResult, 'metric' | 'mean' | 'ci95'> {
  const metric = headMetrics.find((name) => metrics[name]);
  return metric ? { metric, mean: metrics[metric]!.mean, ci95: metrics[metric]!.ci95 } : {};
}

function alone(evaluation: Evaluation, set: QuestionSetResult): string {
  const { mae, ndcg3 } = ownOf(evaluation, set).metrics;
  const parts = [...(mae ? [`MAE ${mae.mean.toFixed(3)}`] : []), ...(ndcg3 ? [`nDCG@3 ${ndcg3.mean.toFixed(3)}`] : [])];
  return `${parts.join(' and ')}, ${set.name}, of users never seen in training; nothing was compared with.`;
}
