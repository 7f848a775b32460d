import { test } from 'node:test';
import fc from 'fast-check';
import { cast, mean, mul, sin, slice, squeeze, stack, sum, tensor, type Tensor } from '../graph/index.js';
import { assertClose } from '../testing/close.js';
import { drawValues, operations, type Sample } from '../testing/operations/index.js';
import { grad, vmap } from './index.js';

/** Which inputs of a sample are mapped, and where their axis of tasks stands. */
const mappings = fc.array(fc.option(fc.nat(3), { nil: null, freq: 2 }), { minLength: 5, maxLength: 5 });

interface Mapped {
  readonly args: readonly Tensor[];
  readonly inAxes: readonly (number | null)[];
}

/** The inputs of `tasks` calls, stacked where they are mapped. At least one is. */
function mapped({ inputs }: Sample, choices: readonly (number | null)[], tasks: number, seed: number): Mapped {
  const draws = Array.from({ length: tasks }, (_, task) => drawValues(inputs, seed + task).map((value) => tensor(value)));
  const chosen: (number | null)[] = inputs.map((input, i) => (choices[i] === null ? null : Math.min(choices[i] as number, input.shape.length)));
  if (!chosen.some((axis) => axis !== null)) chosen[seed % chosen.length] = 0;
  return { args: chosen.map((axis, i) => (axis === null ? draws[0][i] : stack(draws.map((draw) => draw[i]), axis))), inAxes: chosen };
}

/** What vmap should be: one call for each slice. */
function loop(f: (...args: Tensor[]) => Tensor, { args, inAxes }: Mapped): Tensor {
  const first = inAxes.findIndex((axis) => axis !== null);
  const tasks = args[first].shape[inAxes[first] as number];
  const slices = Array.from({ length: tasks }, (_, task) => args.map((arg, i) => sliceOf(arg, inAxes[i], task)));
  return stack(slices.map((own) => f(...own)));
}

function sliceOf(arg: Tensor, axis: number | null, task: number): Tensor {
  if (axis === null) return arg;
  return squeeze(slice(arg, arg.shape.map((_, at) => (at === axis ? [task, task + 1] as const : null))), axis);
}

/** The gradient of <u, sin f> by all real inputs, as one flat list of rows for each. */
function gradientOf({ inputs, apply }: Sample): (...args: Tensor[]) => Tensor[] {
  const real = inputs.flatMap(({ kind }, i) => (kind === 'real' || kind === 'positive' || kind === 'definite' ? [i] : []));
  return (...args) => grad((at: readonly Tensor[]) => sum(sin(cast(apply(...args.map((arg, i) => (real.includes(i) ? at[real.indexOf(i)] : arg))), 'float32'))))(real.map((i) => args[i])) as Tensor[];
}

for (const operation of operations) {
  test(`${operation.name}: vmap gives what a loop gives, over any axes of any of its arguments`, () => {
    fc.assert(fc.property(operation.samples, mappings, fc.integer({ min: 1, max: 3 }), fc.nat(1e6), (sample, choices, tasks, seed) => {
      const call = mapped(sample, choices, tasks, seed);
      assertClose(vmap(sample.apply, call.inAxes)(...call.args), loop(sample.apply, call), 1e-9);
    }), { seed: 2, numRuns: 20 });
  });

  test(`${operation.name}: the gradient inside of vmap gives what a loop gives, and so does the gradient through vmap`, () => {
    fc.assert(fc.property(operation.samples, mappings, fc.nat(1e6), (sample, choices, seed) => {
      const call = mapped(sample, choices, 2, seed);
      const gradient = gradientOf(sample);
      const count = gradient(...call.args.map((arg, i) => sliceOf(arg, call.inAxes[i], 0))).length;
      const inside = vmap(gradient, call.inAxes)(...call.args);
      for (let i = 0; i < count; i++) assertClose(inside[i], loop((...args) => gradient(...args)[i], call), 1e-9);
      // Through vmap: the same sums, so the same gradients.
      const through = (map: (args: readonly Tensor[]) => Tensor) => gradientOf({ ...sample, apply: (...args) => map(args) })(...call.args);
      const expected = through((args) => loop(sample.apply, { ...call, args }));
      assertClose(through((args) => vmap(sample.apply, call.inAxes)(...args)), expected, 1e-9);
    }), { seed: 3, numRuns: 8 });
  });

  test(`${operation.name}: vmap of vmap, and the gradient of the inner inside of the outer, give what two loops give`, () => {
    fc.assert(fc.property(operation.samples, mappings, mappings, fc.nat(1e6), (sample, outer, inner, seed) => {
      const { args, inAxes, innerAxes } = twice(sample, outer, inner, seed);
      const both = (map: typeof vmapped, f: (...given: Tensor[]) => Tensor) => map((...task: Tensor[]) => map(f, { args: task, inAxes: innerAxes }), { args, inAxes });
      assertClose(both(vmapped, sample.apply), both(loop, sample.apply), 1e-9);
      const scalar = (...given: Tensor[]) => gradientOf(sample)(...given).map((part, i) => mul(sum(part), i + 1)).reduce((a, b) => mul(a, b), mean(tensor([1])));
      assertClose(both(vmapped, scalar), both(loop, scalar), 1e-9);
    }), { seed: 4, numRuns: 12 });
  });
}

const vmapped = (f: (...args: Tensor[]) => Tensor, { args, inAxes }: Mapped): Tensor => vmap(f, inAxes)(...args);

/** Arguments for two nested maps; some are mapped by one of them only. */
function twice(sample: Sample, outer: readonly (number | null)[], inner: readonly (number | null)[], seed: number): Mapped & { innerAxes: readonly (number | null)[] } {
  const first = mapped(sample, inner, 2, seed);
  const second = mapped(sample, inner, 2, seed + 120);
  const inAxes: (number | null)[] = first.args.map((arg, i) => (outer[i] === null ? null : Math.min(outer[i] as number, arg.rank)));
  if (!inAxes.some((axis) => axis !== null)) inAxes[seed % inAxes.length] = 0;
  const args = first.args.map((arg, i) => (inAxes[i] === null ? arg : stack([arg, second.args[i]], inAxes[i] as number)));
  return { args, inAxes, innerAxes: first.inAxes };
}
