import { maml } from '../../algorithms/index.js';
import type { NdArray } from '../../graph/index.js';
import { meanSquaredError, mlp } from '../../nn/index.js';
import { foldIn } from '../../random/index.js';
import type { HostTask, TaskFamily } from '../../tasks/index.js';
import type { Json } from '../../training/index.js';
import { streamKey } from '../../training/streams.js';
import { sinusoidInputs } from './inputs.js';
import { workload, type WorkloadName } from './workloads.js';

/** The workload's own 25 tasks, as those of the first iteration of seed 0: nothing is drawn, as nothing is by the peers. */
function givenTasks(): TaskFamily {
  const all = sinusoidInputs();
  const [tasks, ...rest] = all.support.x.shape;
  const size = all.support.x.data.length / tasks;
  const rowsOf = ({ data, dtype }: NdArray, task: number): NdArray => ({ data: data.slice(task * size, (task + 1) * size), shape: rest, dtype });
  const each: HostTask[] = Array.from({ length: tasks }, (_, task) => {
    const part = ({ x, y }: typeof all.support): HostTask['support'] => ({ x: rowsOf(x, task), y: rowsOf(y, task) });
    return { support: part(all.support), query: part(all.query) };
  });
  const first = foldIn(streamKey(0, 'train'), 0);
  const places = new Map(each.map((_, task) => [foldIn(first, task).data[0], task]));
  return {
    name: 'the sinusoids of the benchmark',
    inputShape: [1],
    target: { kind: 'values', outputs: 1 },
    description: { tasks },
    sample: (_, { data }) => each[places.get(data[0]) ?? 0],
  };
}

/** What a process that computes gradients of the workload of that name works on. */
export default function sinusoidJob(name: Json) {
  const { innerSteps, firstOrder } = workload(name as WorkloadName);
  const learner = mlp({ inputs: 1, hidden: [40, 40], outputs: 1 });
  return { family: givenTasks(), algorithm: maml({ learner, loss: meanSquaredError, innerSteps, innerLearningRate: 0.01, firstOrder }) };
}
