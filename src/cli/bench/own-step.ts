import { mean, sum } from 'd3-array';
import { maml, onFeatures, protoNet, reptile } from '../../algorithms/index.js';
import { compile } from '../../compile/index.js';
import type { NdArray } from '../../graph/index.js';
import { conv4, conv4Encoder, crossEntropy, fieldsEncoder, meanSquaredError, mlp } from '../../nn/index.js';
import type { HostTask } from '../../tasks/index.js';
import { gradientProgram } from '../../training/programs.js';
import { ravel } from '../../training/ravel.js';
import { versions } from '../../training/versions.js';
import { untyped, type AnyAlgorithm } from '../catalogue/algorithm-entry.js';
import { environmentSteps } from './environment-steps.js';
import { miniInputs, miniParameters, omniglotInputs, omniglotParameters } from './inputs.js';
import { meluFields, meluInputs, meluParameters } from './melu-inputs.js';
import { sinusoids } from './sinusoid-step.js';
import { trpoIteration } from './trpo-iteration.js';
import { workload, type Workload, type WorkloadName } from './workloads.js';

/** A workload, ready to be timed. */
export interface Prepared {
  step(): Promise<void>;
  /** The query loss and the norm of the meta-gradient at the initial parameters. */
  check(): Promise<{ loss: number; gradientNorm: number }>;
  /** How it is done. */
  readonly formulation: string;
  readonly version: string;
  readonly unit: Workload['unit'];
}

/** What a workload says of itself; it is one compiled program unless it says otherwise. */
export type Measurable = Pick<Prepared, 'step' | 'check'> & Partial<Pick<Prepared, 'formulation'>>;

type Making = (workload: Workload, threads: number) => Measurable | Promise<Measurable>;

const making: Readonly<Record<Workload['kind'], Making>> = { sin: sinusoids, melu, omni: omniglot, mini: miniImageNet, proto: omniglot, reptile: omniglot, steps: environmentSteps, trpo: trpoIteration };

/** Builds a workload from the programs that meta-training itself runs. */
export async function prepare(name: WorkloadName, threads: number): Promise<Prepared> {
  const chosen = workload(name);
  const { metalearn: version } = await versions();
  return { formulation: 'one compiled program', ...(await making[chosen.kind](chosen, threads)), version, unit: chosen.unit };
}

/** The gradient of the objective on one task of images. */
function omniglot(chosen: Workload, threads: number): Measurable {
  const { algorithm, like } = onImages(chosen);
  return gradientOf(algorithm, like, omniglotInputs(), 1, threads);
}

/** The same at the sizes of miniImageNet. */
function miniImageNet({ innerSteps, firstOrder, pooling }: Workload, threads: number): Measurable {
  const learner = conv4({ inputShape: [84, 84, 3], channels: 32, pooling, ways: 5 });
  return gradientOf(untyped(maml({ learner, loss: crossEntropy, innerSteps, innerLearningRate: 0.01, firstOrder })), miniParameters(), miniInputs(), 1, threads);
}

/** The gradient of the objective of 32 users. */
function melu({ innerSteps }: Workload, threads: number): Measurable {
  const learner = mlp({ inputs: 26, hidden: [64, 64], outputs: 1 });
  const algorithm = onFeatures(fieldsEncoder(meluFields), maml({ learner, loss: meanSquaredError, innerSteps, innerLearningRate: 0.1 }));
  const users = meluInputs();
  return gradientOf(untyped(algorithm), meluParameters(), users, users.support.x.shape[0], threads);
}

/** The mean gradient of tasks, which have an axis of their own where they are several. */
function gradientOf(algorithm: AnyAlgorithm, like: unknown, tasks: HostTask, count: number, threads: number): Measurable {
  const theta = flatten(like);
  const keys: NdArray = { data: new Int32Array(2 * count), shape: count > 1 ? [count, 2] : [2], dtype: 'int32' };
  const run = compile(gradientProgram(algorithm, like as never, count > 1), { threads });
  return {
    async step() {
      await run(theta, tasks, keys, 0);
    },
    async check() {
      const { losses, gradient } = await run(theta, tasks, keys, 0);
      return { loss: mean(losses.data)!, gradientNorm: Math.sqrt(sum(gradient.data, (value) => value ** 2)) / count };
    },
  };
}

/** The algorithm of a workload, and parameters for it. */
function onImages({ kind, innerSteps, firstOrder, pooling }: Workload): { algorithm: AnyAlgorithm; like: unknown } {
  const inputShape = [28, 28, 1];
  const parameters = omniglotParameters();
  const learner = conv4({ inputShape, ways: 5 });
  if (kind === 'proto') return { algorithm: untyped(protoNet({ encoder: conv4Encoder({ inputShape, pooling }), ways: 5, queryStatistics: 'both' })), like: { encoder: { blocks: parameters.blocks } } };
  if (kind === 'reptile') return { algorithm: untyped(reptile({ learner, loss: crossEntropy, innerSteps, innerBatch: 10 })), like: parameters };
  return { algorithm: untyped(maml({ learner, loss: crossEntropy, innerSteps, innerLearningRate: 0.4, firstOrder })), like: parameters };
}

function flatten(tree: unknown): NdArray {
  const data = ravel(tree);
  return { data, shape: [data.length], dtype: 'float32' };
}
