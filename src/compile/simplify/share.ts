import type { NdArray } from '../../graph/ndarray.js';
import type { Tensor } from '../../graph/tensor.js';

const commutative = new Set(['add', 'mul', 'equal', 'logicalAnd', 'logicalOr']);

/** Finds an equal node where there is one: common subexpressions, by primitive, attributes and inputs. */
export class Sharing {
  private readonly known = new Map<string, Tensor>();

  share(node: Tensor): Tensor {
    if (node.primitive.name === 'placeholder') return node;
    const ids = node.inputs.map((input) => input.id);
    if (commutative.has(node.primitive.name)) ids.sort((a, b) => a - b);
    const key = `${node.primitive.name}|${ids.join()}|${node.shape}|${node.dtype}|${attributeKey(node.attributes)}`;
    const first = this.known.get(key) ?? node;
    this.known.set(key, first);
    return first;
  }
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0;

/** Passes meet the same attributes again and again. */
const keys = new WeakMap<object, string>();

function attributeKey(attributes: unknown): string {
  if (attributes === null) return '';
  if (typeof attributes !== 'object') return keyOf(attributes);
  let key = keys.get(attributes);
  if (key === undefined) keys.set(attributes, (key = keyOf(attributes)));
  return key;
}

/** Typed arrays are compared by identity, those that are small or one number throughout by content, all else as JSON. */
function keyOf(attributes: unknown): string {
  return JSON.stringify(attributes, (_, value: unknown) => {
    if (!ArrayBuffer.isView(value)) return typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0)) ? numeral(value) : value;
    const array = value as unknown as NdArray['data'];
    if (array.length <= 16) return `[${Array.from(array, numeral).join()}]`;
    if (array.every((entry: number) => Object.is(entry, array[0]))) return `[${array.length} times ${numeral(array[0])}]`;
    const identity = identities.get(array) ?? ++lastIdentity;
    identities.set(array, identity);
    return `#${identity}`;
  });
}

function numeral(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value);
}
