import type { Device } from '../../compile/index.js';
import type { HostOf } from '../../graph/index.js';
import type { FieldsParams } from '../../nn/index.js';
import { recommend, type Recommender } from '../../recommend/index.js';
import type { OnFeatures } from '../../algorithms/index.js';
import { UsageError } from '../failure.js';
import { openTrainedRun, readTheta } from '../run-folder.js';
import { ratingParts } from '../setup.js';
import { learnsRatings } from './inputs.js';
import { readCatalogue } from './kept-catalogue.js';

/**
 * The recommender that a run of rating tasks became. It needs the run folder only, not the data that it was trained on.
 * @param path the run folder of `metalearn train`.
 * @param options.device where its programs run. Default: the native CPU where it loads, else WebAssembly.
 * @throws Error where the folder holds no run of rating tasks, or one that has learned nothing yet.
 */
export async function openRecommender(path: string, { device }: { readonly device?: Device } = {}): Promise<Recommender> {
  const opened = await openTrainedRun(path);
  const { settings, schedule, family } = opened;
  if (!learnsRatings(settings)) throw new UsageError(`Recommending needs a run that learned ratings, and the run in ${path} learned the task ${settings.task}: give one of movietweetings, movielens, ratings:FILE or raters.`);
  const { theta } = await readTheta(opened);
  const { inner } = ratingParts(settings, family!);
  return recommend({
    catalogue: await readCatalogue(path),
    inner,
    theta: theta as HostOf<OnFeatures<FieldsParams, unknown>>,
    ...(inner.innerSteps === 0 ? {} : { steps: schedule.testSteps }),
    ...(device === undefined ? {} : { device }),
  });
}
