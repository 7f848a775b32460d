import { openLearner } from '../../learner.js';
import { learnsRatings } from '../../ratings/inputs.js';
import { examplesDesk } from '../examples-desk.js';
import { ratingsDesk } from '../ratings-desk.js';
import type { Desk } from '../service.js';

/** What a worker does with the run in a folder. */
export async function openDesk(path: string): Promise<Desk<unknown>> {
  const learner = await openLearner(path);
  return (learnsRatings(learner.settings) ? await ratingsDesk(path, learner) : examplesDesk(learner)) as Desk<unknown>;
}
