import type { Evaluation, MetricName, QuestionSetResult } from '../../recommend/index.js';

/** The metrics by which a winner is told. */
export const headMetrics: readonly MetricName[] = ['mae', 'ndcg3'];

/** The set that stands for all in a summary: five known ratings, or the last of MeLU's cells, where users and items are new. */
export function headSet({ sets }: Pick<Evaluation, 'sets'>): QuestionSetResult {
  return sets.find(({ known }) => known === 5) ?? sets.at(-1)!;
}
