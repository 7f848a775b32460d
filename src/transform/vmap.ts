import { broadcastTo, reshape, transpose } from '../graph/primitives/layout.js';
import { lift, placeholder, type TensorLike } from '../graph/primitives/leaves.js';
import { axisOf } from '../graph/axes.js';
import { Tensor } from '../graph/tensor.js';
import { leavesOf, mapTree } from '../graph/tree.js';
import { ancestors } from '../graph/walk.js';

/**
 * f over an axis of its arguments, with the results stacked on a new leading axis.
 *
 * `inAxes` names for each argument (all leaves of its tree) the axis to map over, or null where every call gets the whole
 * argument; by default the leading axis of all. f is traced once, for one slice; only what depends on the mapped arguments
 * is rewritten, so work that is the same for all is done once.
 * @throws TypeError where the mapped axes differ in length or nothing is mapped.
 */
export function vmap<A extends readonly unknown[], R>(f: (...args: A) => R, inAxes?: readonly (number | null)[]): (...args: A) => R {
  return (...args) => {
    let size: number | undefined;
    const batched = new Map<Tensor, Tensor>();
    const slices = args.map((arg, i) => {
      const mapped = inAxes === undefined ? 0 : (inAxes[i] ?? null);
      if (mapped === null) return arg;
      return mapTree((leaf: Tensor) => {
        const whole = lift(leaf);
        const axis = axisOf('vmap', whole, mapped);
        const length = whole.shape[axis];
        if (size !== undefined && size !== length) throw new TypeError(`vmap: the mapped axes differ in length, one has ${size} and argument ${i} has ${length} (${whole}).`);
        size = length;
        const front = axis === 0 ? whole : transpose(whole, [axis, ...whole.shape.map((_, at) => at).filter((at) => at !== axis)]);
        const slice = placeholder(front.shape.slice(1), front.dtype, 'A slice that vmap made');
        batched.set(slice, length === 1 ? reshape(front, slice.shape) : front);
        return slice;
      }, arg);
    }) as unknown as A;
    if (size === undefined) throw new TypeError('vmap has nothing to map over: give at least one argument an axis.');
    const length = size;
    const result = f(...slices);
    const outputs = leavesOf<TensorLike>(result).map((leaf) => lift(leaf));
    for (const node of ancestors(outputs, Math.min(...[...batched.keys()].map((slice) => slice.id)))) {
      if (batched.has(node) || !node.inputs.some((input) => batched.has(input))) continue;
      const inputs = node.inputs.map((input) => batched.get(input) ?? input);
      // A single slice is taken out of its axis, so that nothing made of it has an axis of length 1.
      batched.set(node, length === 1 ? new Tensor(node.primitive, inputs, node.attributes, node.shape, node.dtype) : node.primitive.batch(inputs, node.inputs.map((input) => batched.has(input)), node, length));
    }
    let next = 0;
    return mapTree(() => {
      const output = outputs[next++];
      const stacked = [length, ...output.shape];
      const made = batched.get(output);
      return made && length > 1 ? made : broadcastTo(made ?? output, stacked);
    }, result);
  };
}
