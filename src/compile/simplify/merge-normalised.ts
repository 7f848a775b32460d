import { add } from '../../graph/primitives/arithmetic.js';
import { normalisedParts, type Normalisation } from '../../graph/primitives/normalise.js';
import { sameShape } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { ancestors, rewrite } from '../../graph/walk.js';
import { countReaders } from '../readers.js';
import { attributesOf, is } from './match.js';
import { sumOf } from './terms.js';

/*
 * What comes back to a normalised array is a sum in which normalisations of the same array stand several times. They are one, with the sums of their scales and shifts: a pass in place of several, and one row that is
 * added last.
 */
export function mergeNormalised(outputs: readonly Tensor[]): Tensor[] {
  const nodes = ancestors(outputs);
  if (!nodes.some((node) => is(node, 'normalise'))) return [...outputs];
  const readers = countReaders(outputs);
  // Sums that only another sum reads are part of that.
  const inner = new Set(nodes.filter((node) => is(node, 'add')).flatMap(({ inputs, shape }) => inputs.filter((input) => is(input, 'add') && readers.get(input) === 1 && sameShape(input.shape, shape))));
  const [sums, own] = [new Set<Tensor>(), new Set<Tensor>()];
  return rewrite(outputs, (node, original) => {
    // What is read elsewhere, too, is there already.
    if (is(original, 'normalise') && readers.get(original) === 1) own.add(node);
    if (inner.has(original)) sums.add(node);
    if (!is(original, 'add') || inner.has(original)) return node;
    const terms = termsOf(node, sums);
    return terms.some((term) => own.has(term) && sameShape(term.shape, node.shape)) ? merged(terms, own) : node;
  });
}

/** What a sum adds up, from left to right. */
function termsOf(sum: Tensor, inner: ReadonlySet<Tensor>): Tensor[] {
  const terms: Tensor[] = [];
  const open = [...sum.inputs].reverse();
  for (let next = open.pop(); next; next = open.pop()) {
    if (inner.has(next)) open.push(...[...next.inputs].reverse());
    else terms.push(next);
  }
  return terms;
}

function merged(terms: readonly Tensor[], own: ReadonlySet<Tensor>): Tensor {
  const groups = new Map<string, Tensor[]>();
  const others: Tensor[] = [];
  const rows: Tensor[] = [];
  for (const term of terms) {
    if (own.has(term)) {
      const key = `${term.inputs[0].id} ${JSON.stringify(term.attributes)}`;
      groups.set(key, [...(groups.get(key) ?? []), term]);
    } else if (is(term, 'broadcastTo')) rows.push(term.inputs[0]);
    else others.push(term);
  }
  const parts = [...groups.values()].map((group) => {
    const [scale, shift] = [1, 2].map((at) => sumOf(group.map(({ inputs }) => inputs[at])));
    return normalisedParts(group[0].inputs[0], scale, shift, attributesOf<Normalisation>(group[0]));
  });
  return add(sumOf([...others, ...parts.map(({ scaled }) => scaled)]), sumOf([...parts.map(({ row }) => row), ...rows]));
}
