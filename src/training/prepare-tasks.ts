import type { Json } from './configuration.js';
import { planChunks, type ChunkPlan } from './chunks.js';
import { requireFit } from './fit.js';
import type { MetaTrainOptions } from './meta-train.js';
import { ravel, requireParameters } from './ravel.js';
import { requireAlgorithm, requireFamily, requireOptimizer } from './require-parts.js';
import { requireRepeatable } from './require-repeatable.js';
import { initialState, startTraining, type Start } from './start.js';
import { chosenSizes, storedCheckpoint } from './stored.js';
import { streamKey } from './streams.js';
import { describeValidation } from './validation.js';
import { drawTask } from '../tasks/index.js';
import { identityOf } from './worker-protocol.js';
import { copiedElements, sharedElements, valuesOf } from './working-set.js';

/** Makes sure that learner and tasks fit, plans the chunks, and begins or resumes. */
export async function prepareTasks<Theta, Phi>(options: MetaTrainOptions<Theta, Phi>): Promise<{ readonly start: Start<Theta>; readonly plan: ChunkPlan }> {
  const { family, algorithm, optimizer, iterations, metaBatchSize, seed, executor, validation, run, resume = false } = options;
  requireFamily(family);
  requireAlgorithm(algorithm);
  requireOptimizer(optimizer);
  const like = algorithm.init(streamKey(seed, 'initial'));
  requireParameters(like);
  const exampleKey = streamKey(seed, 'train');
  const example = drawTask(family, 'train', exampleKey);
  requireRepeatable(family, 'train', exampleKey, example);
  requireFit(algorithm, family, like, example);
  const theta = ravel(like);
  if (theta.length === 0) throw new RangeError(`There is nothing to train: ${algorithm.name} has no parameters. Test it as it is, with metaTest and its fresh theta.`);
  const state = initialState(optimizer, theta);

  const stored = await storedCheckpoint(run, resume);
  const plan = planChunks(metaBatchSize, valuesOf(example), copiedElements(algorithm, like), chosenSizes(options, stored), sharedElements(algorithm, like));

  const job = identityOf({ family, algorithm }) as Record<string, Json>;
  const start = await startTraining({
    like,
    optimizer: state,
    seed,
    training: { ...job, ...(optimizer.name === undefined ? {} : { optimizer: optimizer.name }), parameters: theta.length, seed, metaBatchSize, ...plan },
    beside: { iterations, workers: executor?.workers ?? 0, ...(validation ? { validation: describeValidation(validation, options) } : {}) },
    data: job.family,
    run,
    stored,
  });
  return { start, plan };
}
