import { mul } from '../../graph/primitives/arithmetic.js';
import type { Geometry } from '../../graph/primitives/conv-tables.js';
import type { Tensor } from '../../graph/tensor.js';
import { is, uniformValue } from '../simplify/match.js';
import { asLying, lieAlike, lyingOf, rowsOfKernel } from './gradient-layout.js';
import { kernelGradient, type ImagesAsChannels } from './kernel-gradient.js';
import type { Blocks } from './use-blocks.js';

/** How a gradient that nothing else reads is made instead: times a number, with something added to it. */
interface Making {
  /** Of the largest y. */
  readonly size: number;
  /** How many gradients are added up. */
  readonly terms: number;
  /** How many channels lie side by side in each. */
  readonly lanes: number;
  make(factor: number, before?: Tensor): Tensor;
}

/** Longer sums are not made anew. */
const mostTerms = 8;

/** Gradients of kernels in rows. What they are multiplied by goes to the smaller of what they are made of, and what is added to them is where they begin. */
export class Gradients {
  private readonly making = new Map<Tensor, Making>();

  constructor(private readonly block: number, private readonly once: Blocks['once']) {}

  made(reading: ImagesAsChannels, y: Tensor, geometry: Geometry): Tensor {
    const { block, once } = this;
    const times = (factor: number) => (factor === 1 ? y : once(`${factor} times ${y.id}`, () => mul(y, factor)));
    return this.inRows({ size: y.size, terms: 1, lanes: reading.lanes, make: (factor, before) => kernelGradient(reading, times(factor), geometry, { block, once }, before) });
  }

  /** A multiple of a gradient, or a sum with one. */
  combined(node: Tensor, usedOnce: (at: number) => boolean): Tensor | undefined {
    const own = node.inputs.map((input, at) => (usedOnce(at) ? this.making.get(input) : undefined));
    const [first, second] = own;
    if (is(node, 'mul') && first) {
      const factor = uniformValue(node.inputs[1]);
      // Of many images y is more than the kernel.
      return factor !== undefined && node.inputs[1].size === 1 && first.size <= node.size ? this.inRows({ ...first, make: (more, before) => first.make(more * factor, before) }) : undefined;
    }
    if (!is(node, 'add') && !is(node, 'sub')) return undefined;
    const sign = is(node, 'sub') ? -1 : 1;
    const [lying, other] = own.map((known, at) => known && lyingOf(node.inputs[at]));
    if (first && second && lying && other && lieAlike(lying, other) && (sign === 1 || second.size <= node.size)) {
      const [size, terms, { lanes }] = [Math.max(first.size, second.size), first.terms + second.terms, lying];
      const making: Making = { size, terms, lanes, make: (factor, before) => second.make(sign * factor, first.make(factor, before)) };
      return this.inRows(making, second.make(sign, lying.values));
    }
    const at = second ? 1 : 0;
    const making = own[at];
    if (!making || (sign === -1 && (at === 0 || making.size > node.size))) return undefined;
    const before = asLying(node.inputs[1 - at], node.inputs[at], this.block, this.once);
    return before && rowsOfKernel({ values: making.make(sign, before), lanes: making.lanes }, this.block);
  }

  private inRows(making: Making, values = making.make(1)): Tensor {
    const rows = rowsOfKernel({ values, lanes: making.lanes }, this.block);
    if (making.terms <= mostTerms) this.making.set(rows, making);
    return rows;
  }
}
