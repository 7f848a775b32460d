import { onFeatures, pretraining } from '../../algorithms/index.js';
import type { HostOf, NdArray, Tree } from '../../graph/index.js';
import { key } from '../../random/index.js';
import { pretrain, pretrainedKinds, type RaterKind, type RatingTasks } from '../../recommend/index.js';
import { learnerAndLoss } from '../catalogue/index.js';
import { keepTheta, readWhereKept } from '../kept-pretraining.js';
import type { OpenedRun } from '../run-folder.js';
import { networkOf, optimizerOf } from '../setup.js';
import { trainedSoFar } from '../trained-so-far.js';
import { trainingLine } from '../training-line.js';
import { validationSchedule } from '../validation-schedule.js';
import { featuresOf, fieldsEncoderOf } from './inputs.js';

/** What a network is pretrained with: the usual schedule of rating tasks, for as many iterations as the run was meta-trained. */
const schedule = { optimizer: 'adam', outerLearningRate: 3e-3, decay: 'cosine' } as const;

/** The run's network, pretrained on the ratings of all training users pooled, with and without fine-tuning: trained once for as many iterations as the run, and kept in the run folder for the next test. */
export async function keptPretrained({ run, settings, schedule: own, seed }: OpenedRun, family: RatingTasks, signal?: AbortSignal): Promise<RaterKind[]> {
  const encoder = fieldsEncoderOf(family);
  const inner = featuresOf(family, encoder);
  // Squared errors: fine-tuned, it does better on validation users than one that learned by nearly absolute ones.
  const { learner, loss } = learnerAndLoss(inner, networkOf(settings, inner));
  const algorithm = onFeatures(encoder, pretraining({ learner, loss, innerSteps: 0 }));
  const { iterations } = await trainedSoFar(run.path);
  const kept = (await readWhereKept(run.path, algorithm.init(key(seed)) as Tree<NdArray>, { iterations })) as HostOf<Parameters<typeof algorithm.adapt>[0]> | undefined;
  if (kept) return pretrainedKinds({ family, algorithm, theta: kept, iterations, seconds: 0 });
  const line = trainingLine('pretraining once, to compare (--no-baselines leaves it out)');
  try {
    const pretrained = await pretrain({
      family,
      encoder,
      learner,
      loss,
      iterations,
      metaBatchSize: own.metaBatch,
      optimizer: optimizerOf({ ...own, ...schedule, iterations }),
      validation: validationSchedule(settings, iterations),
      seed,
      signal,
      onEvent: line.onEvent,
    });
    await keepTheta(run.path, pretrained.theta as Tree<NdArray>, { iterations });
    return pretrainedKinds(pretrained);
  } finally {
    line.end();
  }
}
