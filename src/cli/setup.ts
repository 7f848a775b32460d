import { maml, pretraining, type Algorithm, type MamlOptions } from '../algorithms/index.js';
import { glyphs, images, omniglot } from '../fewshot/index.js';
import { conv4, crossEntropy, meanSquaredError, mlp, type Learner } from '../nn/index.js';
import { sinusoid } from '../regression/index.js';
import type { TaskFamily } from '../tasks/index.js';
import type { Built, Json } from '../training/index.js';
import { settingsSchema, type Settings } from './settings.js';

/** What worker processes import: the family and the algorithm of the settings in a run's config.json. */
export default function build(settings: Json): Built {
  return buildRun(settingsSchema.parse(settings));
}

/** The family and the algorithm of settings, alike in training, in its worker processes and in testing. */
export function buildRun(settings: Settings): Built {
  const family = familyOf(settings);
  return { family, algorithm: algorithmOf(settings, family) };
}

/** The tasks that settings name. */
export function familyOf({ task, ways, shots, queries, split, data, directory, size }: Settings): TaskFamily {
  switch (task) {
    case 'sinusoid':
      return sinusoid({ shots, queries });
    case 'glyphs':
      return glyphs({ ways, shots, queries });
    case 'omniglot':
      return omniglot({ ways, shots, queries, split, dataDirectory: data });
    case 'images':
      return images({ directory: directory!, ways, shots, queries, size });
  }
}

/** What a learner must know of its tasks; config.json has it too, so that adapting needs no data set. */
export type TaskShape = Pick<TaskFamily, 'inputShape' | 'target'>;

/** An algorithm whose parameters have a structure that depends on the settings. */
export type AnyAlgorithm = Algorithm<unknown, unknown>;

export function algorithmOf(settings: Settings, shape: TaskShape): AnyAlgorithm {
  return maml(mamlOptions(settings, shape));
}

/** The conventional way with the same learner: one model trained on all tasks pooled. */
export function pretrainingOf(settings: Settings, shape: TaskShape): AnyAlgorithm {
  return pretraining(mamlOptions(settings, shape));
}

function mamlOptions({ innerSteps, innerLearningRate, firstOrder }: Settings, { target, inputShape }: TaskShape): MamlOptions<unknown> {
  const common = { innerSteps, innerLearningRate, firstOrder };
  return target.kind === 'values'
    ? { ...common, learner: untyped(mlp({ inputs: inputShape[0], outputs: target.outputs })), loss: meanSquaredError }
    : { ...common, learner: untyped(conv4({ inputShape, ways: target.ways })), loss: crossEntropy };
}

/** Forgets the structure of a learner's parameters, which differs from task to task. */
function untyped<P>(learner: Learner<P>): Learner<unknown> {
  return learner as unknown as Learner<unknown>;
}
