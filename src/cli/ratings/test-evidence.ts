import { compareEvidence, evidenceStrategies, newUserQuestions, type EvidenceComparison, type Rater, type RatingTasks } from '../../recommend/index.js';
import type { AnyAlgorithm } from '../catalogue/index.js';
import type { Theta } from '../baselines.js';
import type { Output } from '../output.js';
import { withLine } from '../progress.js';
import { leastUsers } from './question-sets.js';

export interface EvidenceTestOptions {
  readonly draws: number;
  readonly seed: number;
  readonly output: Output;
}

/** After how many answers ways to ask are compared. */
const usualAnswers = [3, 5, 10];

/** Which items to ask a new user about first, compared on test users; undefined where there are no ratings to be told, or too few. */
export async function testEvidence(rater: Rater, { family, algorithm, theta }: { family: RatingTasks; algorithm: AnyAlgorithm; theta: Theta }, { draws, seed, output }: EvidenceTestOptions): Promise<EvidenceComparison | undefined> {
  const { ratings, splits, statistics } = family;
  if (ratings.feedback === 'implicit') return undefined;
  const answers = possibleAnswers(family, output);
  if (answers.length === 0) return undefined;
  return withLine('what to ask first (--no-evidence leaves it out)', async (onProgress) => {
    onProgress(0, 2);
    const strategies = await evidenceStrategies({ family, algorithm, theta, rater });
    onProgress(1, 2);
    const comparison = await compareEvidence(rater, strategies, { ratings, users: splits.test, counts: statistics.counts, answers, draws, seed });
    onProgress(2, 2);
    return comparison;
  });
}

/** The usual numbers of answers as far as enough test users have more to answer, else all ways come to the same, and can be judged by others; of those left out it is said. */
function possibleAnswers({ ratings, splits }: RatingTasks, output: Output): number[] {
  const sets = newUserQuestions(ratings, splits.test, { known: usualAnswers.map((answers) => answers + 1) });
  const able = sets.map(({ users }, i) => ({ answers: usualAnswers[i], users }));
  const possible = able.filter(({ users }) => users >= leastUsers).map(({ answers }) => answers);
  const [few] = able.filter(({ users }) => users < leastUsers);
  if (few === undefined) return possible;
  const told = possible.length === 0 ? 'was not compared' : `is compared after ${possible.join(' and ')} answers, not after more`;
  output.warn(`What to ask new users first ${told}: ${few.users === 0 ? 'no test user has' : `only ${few.users} of the test users ${few.users === 1 ? 'has' : 'have'}`} ratings enough to choose ${few.answers} answers from and to be judged by others.`);
  return possible;
}
