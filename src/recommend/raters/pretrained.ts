import { onFeatures, pretraining, type Algorithm, type OnFeatures } from '../../algorithms/index.js';
import type { HostOf } from '../../graph/index.js';
import type { Encoder, Learner, Loss } from '../../nn/index.js';
import { adam } from '../../optim/index.js';
import { metaTrain, type MetaTrainOptions } from '../../training/index.js';
import type { RatingTasks } from '../rating-tasks.js';
import { grid } from './grid.js';
import { learnedRater, type LearnedRater } from './learned-rater.js';
import { raterKind, type RaterKind } from './tuned.js';

export interface PretrainOptions<E, P> extends Partial<Pick<MetaTrainOptions<OnFeatures<E, P>, OnFeatures<E, P>>, 'optimizer' | 'metaBatchSize' | 'timeLimit' | 'validation' | 'run' | 'resume' | 'signal' | 'onEvent'>> {
  readonly family: RatingTasks;
  /** Of the rows of the family. */
  readonly encoder: Encoder<E>;
  /** What stands on its features, and is fine-tuned. */
  readonly learner: Learner<P>;
  readonly loss: Loss;
  readonly iterations: number;
  /** Default 0. */
  readonly seed?: number;
}

/** A network that was trained on ratings of all training users pooled. */
export interface Pretrained<E, P> {
  readonly family: RatingTasks;
  readonly algorithm: Algorithm<OnFeatures<E, P>, OnFeatures<E, P>>;
  readonly theta: HostOf<OnFeatures<E, P>>;
  readonly iterations: number;
  readonly seconds: number;
}

/**
 * Trains a network on the ratings of all training users pooled, with no thought of adapting: the conventional way to use it. Of a validation those parameters are kept that did best as they are.
 * @throws as `metaTrain` does.
 */
export async function pretrain<E, P>({ family, encoder, learner, loss, optimizer = adam(1e-3), metaBatchSize = 32, seed = 0, ...rest }: PretrainOptions<E, P>): Promise<Pretrained<E, P>> {
  const algorithm = onFeatures(encoder, pretraining({ learner, loss, innerSteps: 0 }));
  const { theta, best, iteration, seconds } = await metaTrain({ family, algorithm, optimizer, metaBatchSize, seed, ...rest });
  return { family, algorithm, theta: best?.theta ?? theta, iterations: iteration, seconds };
}

/** The pretrained network as it is, whatever is known of a user. */
export function pretrainedRater<E, P>(pretrained: Pretrained<E, P>): LearnedRater {
  return learnedRater({ ...pretrained, name: 'pretrained network', steps: 0 });
}

export type FineTuningSettings = { readonly steps: number; readonly learningRate: number };

/** The pretrained network, its learner fine-tuned by gradient steps on the known ratings. */
export function fineTunedRater<E, P>(pretrained: Pretrained<E, P>, settings: FineTuningSettings): LearnedRater {
  return learnedRater({ ...pretrained, name: 'fine-tuned network', ...settings });
}

/** The network both ways, to tune: as it is there is nothing to choose. */
export function pretrainedKinds<E, P>(pretrained: Pretrained<E, P>): RaterKind[] {
  return [
    raterKind('pretrained network', [{}], () => pretrainedRater(pretrained)),
    raterKind('fine-tuned network', grid({ steps: [1, 5, 20], learningRate: [0.003, 0.01, 0.03, 0.1] }), (settings) => fineTunedRater(pretrained, settings)),
  ];
}
