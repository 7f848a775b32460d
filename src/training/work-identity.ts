import { leavesOf, pathsOf, unflatten, type NdArray, type Tensor } from '../graph/index.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { key } from '../random/index.js';
import { drawTask, type HostTask, type Split, type Task } from '../tasks/index.js';
import type { Json } from './configuration.js';
import { flushDenormals } from './denormals.js';
import { outlineOf } from './fit.js';
import { dataDigest, graphDigest } from './graph-digest.js';
import { testProgram } from './test-program.js';
import { identityOf, type Built } from './worker-protocol.js';

/** What a worker must agree on before it computes gradients: names and options, and what these do not tell, as which loss a learner has. */
export function gradientIdentityOf<Theta, Phi>(built: Built<Theta, Phi>): Promise<Json> {
  const { algorithm } = built;
  const call = { key: placeholder([2], 'int32', 'key'), progress: placeholder([], 'float32', 'progress') };
  return workIdentityOf(built, 'train', 'the graph of its objective (loss, network and all options)', (theta, task) => algorithm.objective(theta, task, call));
}

/** The same before it measures test tasks. */
export function testIdentityOf<Theta, Phi>(built: Built<Theta, Phi>): Promise<Json> {
  const { family, algorithm } = built;
  const measure = testProgram(algorithm, family.target, [Math.min(1, algorithm.innerSteps)], 'transductive', false);
  return workIdentityOf(built, 'test', 'the graph by which it adapts (loss, network and all options)', (theta, task) => measure(theta, task).transductive!);
}

async function workIdentityOf<Theta, Phi>(built: Built<Theta, Phi>, split: Split, what: string, compute: (theta: Theta, task: Task) => Tensor): Promise<Json> {
  // A process that has computed before draws denormal numbers of a task as zeros.
  await flushDenormals();
  const { family, algorithm } = built;
  const theta = algorithm.init(key(0));
  const example = drawTask(family, split, key(0));
  return {
    ...(identityOf(built) as Record<string, Json>),
    theta: outlineOf(theta),
    [`the first of its ${split} tasks`]: digestOfTask(example),
    [what]: graphDigest(compute(inputsLike(theta, 'theta') as Theta, inputsLike(example, 'task') as Task)),
  };
}

/** Inputs of a graph in place of the leaves of a tree, named by their paths. */
function inputsLike(tree: unknown, name: string): unknown {
  const paths = pathsOf(tree);
  return unflatten(tree, leavesOf<NdArray>(tree).map(({ shape, dtype }, i) => placeholder(shape, dtype, `${name}.${paths[i]}`)));
}

function digestOfTask(task: HostTask): Json {
  const paths = pathsOf(task);
  return Object.fromEntries(leavesOf<NdArray>(task).map(({ data, shape }, i) => [paths[i], `(${shape.join(', ')}) ${dataDigest(data).slice(0, 12)}`]));
}
