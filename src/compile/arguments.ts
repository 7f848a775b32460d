import { isNdArray, ndarray, type NdArray } from '../graph/ndarray.js';
import { Tensor } from '../graph/tensor.js';
import { isLeaf } from '../graph/tree.js';

/** What a compiled function was called with. */
export interface Arguments {
  /** In the order of `leavesOf`. */
  readonly leaves: readonly NdArray[];
  /** Equal for all arguments that one program serves: of one structure, and leaves of the same dtypes and shapes. */
  readonly signature: string;
}

/**
 * Reads arguments in one pass: a program of a few hundred small nodes takes no longer than a few passes over its arguments.
 * @throws TypeError where a leaf is nothing that a program takes.
 */
export function readArguments(args: readonly unknown[]): Arguments {
  const leaves: NdArray[] = [];
  let signature = '';
  const visit = (value: unknown): void => {
    if (isLeaf(value)) {
      const leaf = hostLeaf(value);
      leaves.push(leaf);
      signature += `${leaf.dtype}[${leaf.shape.join()}]`;
    } else if (Array.isArray(value)) {
      signature += '(';
      for (const entry of value) visit(entry);
      signature += ')';
    } else {
      signature += '{';
      for (const name of Object.keys(value as object)) {
        const entry = (value as Readonly<Record<string, unknown>>)[name];
        if (entry === undefined) continue;
        signature += `${name}:`;
        visit(entry);
      }
      signature += '}';
    }
  };
  visit(args);
  return { leaves, signature };
}

function hostLeaf(leaf: unknown): NdArray {
  if (isNdArray(leaf)) return checked(leaf);
  if (typeof leaf === 'number') return ndarray([leaf], []);
  if (typeof leaf === 'boolean') return ndarray([leaf], [], 'bool');
  const hint = leaf instanceof Tensor ? ' (a tensor has no value outside of a function; pass its host data)' : ArrayBuffer.isView(leaf) ? ' (give a typed array its shape with ndarray(values, shape))' : '';
  throw new TypeError(`A compiled function takes host arrays and numbers, got ${leaf === null ? 'null' : typeof leaf}${hint}.`);
}

const storage: Readonly<Record<string, readonly string[]>> = { float32: ['Float32Array', 'Float64Array'], int32: ['Int32Array'], bool: ['Uint8Array'] };

function checked(array: NdArray): NdArray {
  const held = array.data[Symbol.toStringTag];
  if (storage[array.dtype]?.includes(held)) return array;
  throw new TypeError(`A compiled function was given ${held} as ${array.dtype}; a host array is float32, int32 or bool, of Float32Array, Int32Array or Uint8Array. Make it with ndarray(values, shape, dtype).`);
}
