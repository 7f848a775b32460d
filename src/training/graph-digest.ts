import { createHash } from 'node:crypto';
import { Tensor } from '../graph/index.js';
import { ancestors } from '../graph/walk.js';

/**
 * Twelve hexadecimal digits that are the same for graphs that compute the same in the same way: two processes with the same
 * code make equal ones, whatever else they traced before. Inputs are told apart by their labels.
 */
export function graphDigest(output: Tensor): string {
  const digests = new Map<Tensor, string>();
  const ofData = new Map<ArrayBufferView, string>();
  const attribute = (_: string, value: unknown): unknown => {
    // What closes over tensors (a system that is solved) is known by the node's inputs.
    if (value instanceof Tensor) return undefined;
    if (!ArrayBuffer.isView(value)) return value;
    const known = ofData.get(value) ?? dataDigest(value);
    ofData.set(value, known);
    return known;
  };
  // Each by those of its inputs, not by its number: what a learner keeps from an earlier trace is numbered otherwise.
  for (const node of ancestors([output])) {
    const { primitive, inputs, attributes, shape, dtype } = node;
    digests.set(node, digestOf(`${primitive.name} ${dtype}(${shape.join()}) ${JSON.stringify(attributes, attribute)} ${inputs.map((input) => digests.get(input)).join()}`));
  }
  return digests.get(output)!.slice(0, 12);
}

/** The same of the bytes of a typed array. */
export function dataDigest({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  return digestOf(new Uint8Array(buffer, byteOffset, byteLength));
}

function digestOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
