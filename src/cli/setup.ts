import { maml, pretraining, type Algorithm, type MamlOptions } from '../algorithms/index.js';
import { glyphs, images, omniglot } from '../fewshot/index.js';
import { conv4, crossEntropy, meanSquaredError, mlp, type Learner, type Params } from '../nn/index.js';
import { sinusoid } from '../regression/index.js';
import type { TaskFamily } from '../tasks/index.js';
import type { Json } from '../training/configuration.js';
import { settingsSchema, type Settings } from './settings.js';

/** What a run is made of: built from config.json alike in training, in its worker processes, in testing and in adapting. */
export interface Built {
  readonly family: TaskFamily;
  readonly algorithm: Algorithm;
}

/** What worker processes import: the family and the algorithm of `settings`. */
export default function build(settings: Json): Built {
  return buildRun(settingsSchema.parse(settings));
}

/** The same, from settings that are known to be well formed. */
export function buildRun(settings: Settings): Built {
  const family = familyOf(settings);
  return { family, algorithm: maml(algorithmOptions(settings, family)) };
}

/** The conventional way with the same learner: one model trained on all tasks pooled, then fine-tuned like the other adapts. */
export function buildPretraining(settings: Settings, family: TaskFamily): Algorithm {
  return pretraining(algorithmOptions(settings, family));
}

/** The tasks that `settings` name. */
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

function algorithmOptions({ innerSteps, innerLearningRate, firstOrder }: Settings, family: TaskFamily): MamlOptions<Params> {
  const common = { innerSteps, innerLearningRate, firstOrder };
  const { target, inputShape } = family;
  return target.kind === 'values'
    ? { ...common, learner: untyped(mlp({ inputs: inputShape[0], outputs: target.outputs })), loss: meanSquaredError }
    : { ...common, learner: untyped(conv4({ inputShape, ways: target.ways })), loss: crossEntropy };
}

/** Forgets the structure of a learner's parameters, which differs between the learners of the tasks. */
function untyped<P>(learner: Learner<P>): Learner<Params> {
  return learner as unknown as Learner<Params>;
}
