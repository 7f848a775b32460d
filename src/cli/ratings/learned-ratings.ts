import { openTrainedRun } from '../run-folder.js';
import { learnsRatings } from './inputs.js';

/** Whether a run learned ratings. @throws Error where the folder holds no run of this command line. */
export async function learnedRatings(path: string): Promise<boolean> {
  return learnsRatings((await openTrainedRun(path)).settings);
}
