import type { NdArray } from '../graph/ndarray.js';
import { formatShape } from '../graph/shape.js';
import { foldIn, generatorOf, uniformOf, type Key } from '../random/index.js';
import { onesThenZeros } from './pad.js';
import type { Split, Target, TaskFamily } from './task.js';

export interface MixtureOptions<Kind extends string> {
  /** Default: the kinds, joined by `+`. */
  readonly name?: string;
  /** How often each kind is drawn, in proportion. Default 1 each. */
  readonly weights?: Readonly<Partial<Record<Kind, number>>>;
}

/** A family of tasks of several kinds. */
export type Mixture = TaskFamily & Required<Pick<TaskFamily, 'kindOf'>>;

/**
 * Tasks drawn from several families, `{sinusoid: sinusoid(), line: lines()}`: which one is drawn from, and then what, is a function of split and key. A
 * meta-test reports each kind by itself.
 *
 * Where families differ in ways, the head needs the most of them, and all tasks have `classes`.
 * @throws RangeError where inputs or answers differ in kind or shape, or a weight is not a number above 0.
 */
export function mixture<Kind extends string>(kinds: Readonly<Record<Kind, TaskFamily>>, { name, weights }: MixtureOptions<Kind> = {}): Mixture {
  const names = Object.keys(kinds) as Kind[];
  requireAlike(kinds);
  requireWeights(names, weights);
  const weightOf = (kind: Kind): number => weights?.[kind] ?? 1;
  const shares = cumulative(names.map(weightOf));
  const { inputShape } = kinds[names[0]];
  const target = widest(names.map((kind) => kinds[kind].target));
  const waysDiffer = names.some((kind) => waysOf(kinds[kind].target) !== waysOf(target));
  const kindOf = (_: Split, key: Key): Kind => {
    const drawn = uniformOf(generatorOf(foldIn(key, kindStream)));
    return names[shares.findIndex((upTo) => drawn < upTo)];
  };
  const warnings = names.flatMap((kind) => kinds[kind].warnings ?? []);
  return {
    name: name ?? names.join('+'),
    inputShape,
    target,
    description: {
      kinds: Object.fromEntries(names.map((kind) => [kind, { name: kinds[kind].name, ...kinds[kind].description }])),
      weights: Object.fromEntries(names.map((kind) => [kind, weightOf(kind)])),
    },
    ...(warnings.length > 0 ? { warnings } : {}),
    kindOf,
    sample(split, key) {
      const family = kinds[kindOf(split, key)];
      const task = family.sample(split, key);
      return waysDiffer ? { ...task, classes: widened(task.classes ?? onesThenZeros(waysOf(family.target)), waysOf(target)) } : task;
    },
  };
}

/** What decides on the kind is apart from all that families draw from the same key. */
const kindStream = 0x6b6e64;

/** How many classes there are; of values none. */
function waysOf(target: Target): number {
  return target.kind === 'classes' ? target.ways : 0;
}

function widest(targets: readonly Target[]): Target {
  return targets.reduce((most, target) => (waysOf(target) > waysOf(most) ? target : most));
}

/** The classes of a task for a head of more ways. */
function widened({ data }: NdArray, ways: number): NdArray {
  const classes = onesThenZeros(0, ways);
  classes.data.set(data as Float32Array);
  return classes;
}

/** The upper ends of the parts of [0, 1) that weights make. */
function cumulative(weights: readonly number[]): number[] {
  let sum = 0;
  const ends = weights.map((weight) => (sum += weight));
  return ends.map((end) => end / sum);
}

function requireWeights(names: readonly string[], weights: object = {}): void {
  for (const [kind, weight] of Object.entries(weights)) {
    if (!names.includes(kind)) throw new RangeError(`There is a weight for ${kind}, but the kinds are ${names.join(', ')}.`);
    if (!(weight > 0 && weight < Infinity)) throw new RangeError(`The weight of ${kind} must be a number above 0, got ${weight}. Leave out a kind that should not be drawn.`);
  }
}

function requireAlike(kinds: Readonly<Record<string, TaskFamily>>): void {
  if (Object.keys(kinds).length === 0) throw new RangeError('A mixture needs at least one kind of task, got none.');
  const [[first, one], ...others] = Object.entries(kinds);
  const describe = ({ inputShape, target }: TaskFamily): string => `${formatShape(inputShape)} to ${target.kind === 'classes' ? 'classes' : `${target.outputs} values`}`;
  for (const [kind, family] of others) {
    if (describe(family) !== describe(one)) {
      throw new RangeError(`One learner cannot do all kinds of a mixture: ${first} goes from inputs of shape ${describe(one)}, ${kind} from ${describe(family)}. Bring them to one shape, or train apart.`);
    }
  }
}
