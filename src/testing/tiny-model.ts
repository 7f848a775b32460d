import { writeFileSync } from 'node:fs';
import { encodeModel, type OnnxNode } from '../compile/onnx.js';
import type { DType, NdArray } from '../graph/index.js';

/** A length that a model leaves open; the number marks its place in the bytes. */
export const open = 300;

interface Value {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype?: DType;
}

export interface TinyModel {
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  /** [operator, inputs, output, attributes]. */
  readonly nodes: readonly (readonly [string, readonly string[], string, OnnxNode['attributes']?])[];
  readonly constants?: Readonly<Record<string, NdArray>>;
}

/** Writes an ONNX model file; lengths that are `open` are left to the caller. */
export function writeModel(file: string, { inputs, outputs, nodes, constants = {} }: TinyModel): string {
  const typed = (value: Value) => ({ dtype: 'float32' as DType, ...value });
  const bytes = encodeModel({
    nodes: nodes.map(([operator, own, output, attributes = {}]) => ({ operator, inputs: own, output, attributes, domain: '' })),
    inputs: inputs.map(typed),
    outputs: outputs.map(typed),
    initializers: Object.entries(constants).map(([name, { data, shape }]) => ({ name, shape, type: 1, bytes: new Uint8Array(Float32Array.from(data).buffer) })),
  });
  // A dimension is a message of 3 bytes: field 1 (a number) with 300, or field 2 (a name) with one letter.
  const text = Buffer.from(bytes).toString('latin1').replaceAll('\x0a\x03\x08\xac\x02', '\x0a\x03\x12\x01N');
  writeFileSync(file, Buffer.from(text, 'latin1'));
  return file;
}

/** A model that averages each channel of images of `pixels` by `pixels`: channels first, or last. */
export function writeAverages(file: string, layout: 'NCHW' | 'NHWC', pixels: number, channels: number, rows = open): string {
  const [shape, axes] = layout === 'NCHW' ? [[rows, channels, pixels, pixels], [2, 3]] : [[rows, pixels, pixels, channels], [1, 2]];
  return writeModel(file, {
    inputs: [{ name: 'pixels', shape }],
    outputs: [{ name: 'averages', shape: [rows, channels] }],
    nodes: [['ReduceMean', ['pixels'], 'averages', { axes, keepdims: 0 }]],
  });
}
