import type { OpenedRun } from '../run-folder.js';
import { openLearner } from '../learner.js';
import { learnsRatings } from '../ratings/inputs.js';
import { examplesService } from './examples-service.js';
import type { Limits } from './limits.js';
import { ratingsService } from './ratings-service.js';
import type { Service } from './service.js';

/** A run as the server knows it. */
export interface ServedRun extends Pick<OpenedRun, 'settings'> {
  readonly service: Service;
}

/** Opens the run in a folder, to read requests to it. @throws Error where there is none, or it has learned nothing yet. */
export async function openService(path: string, limits: Limits): Promise<ServedRun> {
  const learner = await openLearner(path);
  return { settings: learner.settings, service: learnsRatings(learner.settings) ? ratingsService(learner, limits) : examplesService(learner, limits) };
}
