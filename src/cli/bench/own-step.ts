import { mean } from 'd3-array';
import { maml, type Algorithm } from '../../algorithms/index.js';
import { compile } from '../../compile/index.js';
import { evaluate, tensor, type HostOf, type NdArray, type Tensor } from '../../graph/index.js';
import { conv4, crossEntropy, meanSquaredError, mlp, type Params } from '../../nn/index.js';
import { adam } from '../../optim/index.js';
import type { HostTask, Task } from '../../tasks/index.js';
import { gradientProgram, stepProgram } from '../../training/programs.js';
import { ravel } from '../../training/ravel.js';
import { versions } from '../../training/versions.js';
import { omniglotInputs, omniglotParameters, sinusoidInputs, sinusoidParameters } from './inputs.js';
import { workload, type Workload, type WorkloadName } from './workloads.js';

/** A workload, ready to be timed. */
export interface Prepared {
  step(): Promise<void>;
  /** The query loss and the norm of the meta-gradient at the initial parameters. */
  check(): Promise<{ loss: number; gradientNorm: number }>;
  readonly version: string;
  readonly unit: Workload['unit'];
}

/** Builds a workload from the programs that meta-training itself runs. */
export async function prepare(name: WorkloadName, threads: number): Promise<Prepared> {
  const chosen = workload(name);
  const { metalearn: version } = await versions();
  return { ...(chosen.kind === 'sin' ? sinusoids(chosen, threads) : omniglot(chosen, threads)), version, unit: chosen.unit };
}

/** 25 tasks and the update of Adam in one program; each step goes on from the last. */
function sinusoids({ innerSteps, firstOrder }: Workload, threads: number): Pick<Prepared, 'step' | 'check'> {
  const learner = mlp({ inputs: 1, hidden: [40, 40], outputs: 1 });
  const algorithm = maml({ learner, loss: meanSquaredError, innerSteps, innerLearningRate: 0.01, firstOrder }) as unknown as Algorithm;
  const like = sinusoidParameters();
  const optimizer = adam(1e-3);
  const batch: HostTask = sinusoidInputs();
  const tasks = batch.support.x.shape[0];
  const keys: NdArray = { data: new Int32Array(2 * tasks), shape: [tasks, 2], dtype: 'int32' };
  const initial = { theta: flatten(like), state: hostState(optimizer.init(tensor(flatten(like)))) };

  const program = stepProgram(algorithm, optimizer, like as HostOf<Params>, tasks);
  const run = compile((theta: Tensor, state: Params, batch: Task, keys: Tensor) => program(theta, state, batch, keys), { threads });
  let { theta, state } = initial;
  return {
    async step() {
      ({ theta, state } = await run(theta, state, batch, keys));
    },
    async check() {
      const { losses, norm } = await run(initial.theta, initial.state, batch, keys);
      return { loss: mean(losses.data)!, gradientNorm: norm.data[0] };
    },
  };
}

/** The meta-gradient of one task. */
function omniglot({ innerSteps, firstOrder }: Workload, threads: number): Pick<Prepared, 'step' | 'check'> {
  const learner = conv4({ inputShape: [28, 28, 1], ways: 5 });
  const algorithm = maml({ learner, loss: crossEntropy, innerSteps, innerLearningRate: 0.4, firstOrder }) as unknown as Algorithm;
  const like = omniglotParameters();
  const theta = flatten(like);
  const task: HostTask = omniglotInputs();
  const key: NdArray = { data: new Int32Array(2), shape: [2], dtype: 'int32' };

  const program = gradientProgram(algorithm, like as HostOf<Params>, false);
  const run = compile((theta: Tensor, task: Task, key: Tensor) => program(theta, task, key), { threads });
  return {
    async step() {
      await run(theta, task, key);
    },
    async check() {
      const { losses, gradient } = await run(theta, task, key);
      return { loss: losses.data[0], gradientNorm: Math.hypot(...gradient.data) };
    },
  };
}

/** `HostOf<Params>` is recursive without end; the compiler needs telling where it stops. */
function hostState(state: Params): HostOf<Params> {
  return evaluate<unknown>(state) as HostOf<Params>;
}

function flatten(tree: unknown): NdArray {
  const data = ravel(tree);
  return { data, shape: [data.length], dtype: 'float32' };
}
