import { openLearner } from '../../learner.js';
import { examplesDesk } from '../examples-desk.js';
import type { Desk } from '../service.js';

/** What a worker does with the run in a folder. */
export async function openDesk(path: string): Promise<Desk<unknown>> {
  return examplesDesk(await openLearner(path)) as Desk<unknown>;
}
