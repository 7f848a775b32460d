import type { Algorithm } from '../algorithms/index.js';
import { formatShape, isNdArray, leavesOf, mapTree, pathsOf, tensor, type HostOf, type NdArray, type Shape } from '../graph/index.js';
import { key } from '../random/index.js';
import type { Examples, HostTask, TaskFamily } from '../tasks/index.js';
import { differences } from './configuration.js';

/** The shape that a learner's outputs for `support.x` have, by tracing alone. @throws ShapeError where it does not take such inputs. */
export function outputShape<Theta, Phi>(algorithm: Algorithm<Theta, Phi>, theta: HostOf<Theta>, support: HostOf<Examples>): Shape {
  const constants = <T>(tree: HostOf<T>): T => mapTree((leaf: NdArray) => tensor(leaf), tree) as unknown as T;
  const examples = constants<Examples>(support);
  return algorithm.predict(algorithm.adapt(constants<Theta>(theta), { support: examples }, { steps: 0 }), examples.x).shape;
}

/**
 * Whether a learner can do what a family asks: a head that is too small would leave classes out of the loss without a word.
 * @throws ShapeError where the learner does not take the family's inputs; RangeError where it does not give its kind of answer.
 */
export function requireFit<Theta, Phi>(algorithm: Algorithm<Theta, Phi>, { name, target }: TaskFamily, theta: HostOf<Theta>, { support }: HostTask): void {
  const shape = outputShape(algorithm, theta, support);
  const width = shape.at(-1) ?? 1;
  if (target.kind === 'classes' && width < target.ways) {
    throw new RangeError(`The learner gives outputs of shape ${formatShape(shape)}, and the tasks of ${name} have ${target.ways} classes: make its head for at least ${target.ways} ways.`);
  }
  if (target.kind === 'values' && width !== target.outputs) {
    throw new RangeError(`The learner gives outputs of shape ${formatShape(shape)}, and the tasks of ${name} have ${target.outputs} value${target.outputs === 1 ? '' : 's'} a row: make it for as many outputs.`);
  }
}

/**
 * Whether parameters are those of an algorithm, or of an agent: others of the same type, as of a network with a layer more, fail deep inside.
 * @throws RangeError where they are none, or have other paths or shapes than fresh ones.
 */
export function requireTheta<Theta>(algorithm: Pick<Algorithm<Theta, never>, 'name' | 'init'>, theta: HostOf<Theta>): void {
  if (theta instanceof Promise) throw new RangeError(`The parameters given to ${algorithm.name} are a promise: await them.`);
  const strange = leavesOf<unknown>(theta).find((leaf) => !isNdArray(leaf));
  if (theta === undefined || strange !== undefined) throw new RangeError(`The parameters given to ${algorithm.name} are no host arrays${theta === undefined ? ': none were given' : ''}. Give the theta of its meta-training, or fresh ones, which init(key(0)) makes.`);
  const expected = outlines.get(algorithm) ?? outlineOf(algorithm.init(key(0)));
  outlines.set(algorithm, expected);
  const found = outlineOf(theta);
  const differing = differences(found, expected);
  if (differing.length > 0) throw new RangeError(`The parameters given to ${algorithm.name} belong to another learner: ${differing.slice(0, 3).join('; ')}. Give the options that they were trained with.`);
}

const outlines = new WeakMap<object, Readonly<Record<string, string>>>();

/** The shape of each leaf, by its path. */
export function outlineOf(theta: unknown): Readonly<Record<string, string>> {
  const leaves = leavesOf<NdArray>(theta);
  return Object.fromEntries(pathsOf(theta).map((path, i) => [path, `${leaves[i].dtype}${formatShape(leaves[i].shape)}`]));
}

/**
 * Whether labels are classes that a learner has, and that a task's `classes` say are there.
 * @throws RangeError where they are not; y of another dtype has no labels.
 */
export function requireLabels({ y, mask }: HostOf<Examples>, width: number, classes?: NdArray): void {
  if (classes && classes.data.length !== width) throw new RangeError(`classes has ${classes.data.length} entries, and this learner has ${width} classes: give one for those that are there and zero for the others.`);
  if (y.dtype !== 'int32') return;
  y.data.forEach((label: number, row: number) => {
    if (mask?.data[row] === 0) return;
    if (label < 0 || label >= width) {
      throw new RangeError(`The support set has class ${label} in row ${row}, and this learner has the classes 0 to ${width - 1}. Give labels of these, or train a learner of more ways.`);
    }
    if (classes?.data[label] === 0) throw new RangeError(`The support set has class ${label} in row ${row}, and classes says that it is not there: give it a one, or leave the row out.`);
  });
}
