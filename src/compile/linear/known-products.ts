import type { Tensor } from '../../graph/tensor.js';
import { arrange } from './contract.js';
import { idOf, type Index, type Indexed } from './path.js';

/** Products of known tensors, each made once for all paths that it is part of. */
export class KnownProducts {
  /** With the place of each axis among the indices of the description. */
  private readonly made = new Map<string, { readonly tensor: Tensor; readonly places: readonly number[] }>();

  has(factors: readonly Indexed[], isKept: (index: Index) => boolean): boolean {
    return this.made.has(describe(factors, isKept).key);
  }

  /** The product of these, summed over what is not kept: by `make`, unless the same is there. */
  of(factors: readonly Indexed[], isKept: (index: Index) => boolean, make: () => Indexed): Indexed {
    const { key, indices } = describe(factors, isKept);
    const known = this.made.get(key);
    if (known) return { tensor: known.tensor, axes: known.places.map((place) => indices[place]) };
    const made = fewFirst(make());
    this.made.set(key, { tensor: made.tensor, places: made.axes.map((index) => indices.indexOf(index)) });
    return made;
  }
}

/** The same for the same tensors with the same indices in common, whatever they are called; and those in order. */
function describe(factors: readonly Indexed[], isKept: (index: Index) => boolean): { key: string; indices: Index[] } {
  const sorted = [...factors].sort((a, b) => idOf(a.tensor) - idOf(b.tensor));
  const indices = [...new Set(sorted.flatMap(({ axes }) => axes))];
  const key = sorted.map(({ tensor, axes }) => `${idOf(tensor)}:${axes.map((index) => indices.indexOf(index)).join()}`).join(' ');
  return { key: `${key} of ${indices.map(({ size }) => size).join()} > ${indices.flatMap((index, at) => (isKept(index) ? [at] : [])).join()}`, indices };
}

/** How many places of an axis are few: outputs of a network, say, which are kept as long rows wherever there is a choice. */
const few = 16;

function fewFirst(x: Indexed): Indexed {
  return arrange(x, [...x.axes.filter(({ size }) => size < few), ...x.axes.filter(({ size }) => size >= few)]);
}
