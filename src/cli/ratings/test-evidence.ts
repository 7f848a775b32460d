import { compareEvidence, evidenceStrategies, type EvidenceComparison, type Rater, type RatingTasks } from '../../recommend/index.js';
import type { AnyAlgorithm } from '../catalogue/index.js';
import type { Theta } from '../baselines.js';
import type { Output } from '../output.js';
import { withLine } from '../progress.js';

export interface EvidenceTestOptions {
  readonly draws: number;
  readonly seed: number;
  readonly output: Output;
}

/** Which items to ask a new user about first, compared on test users; undefined where there are no ratings to be told, or too few. */
export async function testEvidence(rater: Rater, { family, algorithm, theta }: { family: RatingTasks; algorithm: AnyAlgorithm; theta: Theta }, { draws, seed, output }: EvidenceTestOptions): Promise<EvidenceComparison | undefined> {
  const { ratings, splits, statistics } = family;
  if (ratings.feedback === 'implicit') return undefined;
  try {
    return await withLine('what to ask first (--no-evidence leaves it out)', async (onProgress) => {
      onProgress(0, 2);
      const strategies = await evidenceStrategies({ family, algorithm, theta, rater });
      onProgress(1, 2);
      const comparison = await compareEvidence(rater, strategies, { ratings, users: splits.test, counts: statistics.counts, draws, seed });
      onProgress(2, 2);
      return comparison;
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    output.warn(`What to ask new users first was not compared: ${error.message}`);
    return undefined;
  }
}
