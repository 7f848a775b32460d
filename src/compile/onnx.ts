import { PbfWriter } from 'pbf';
import type { DType } from '../graph/dtype.js';
import type { OnnxAttributes } from '../graph/primitive.js';
import type { Shape } from '../graph/shape.js';

/** The parts of an ONNX model that we write. Field numbers below are those of onnx.proto3. */
export interface OnnxNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: OnnxAttributes;
  readonly domain: string;
}

export interface OnnxValue {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
}

export interface OnnxInitializer {
  readonly name: string;
  readonly shape: Shape;
  /** TensorProto.DataType. */
  readonly type: number;
  /** The values, or where they stand. */
  readonly bytes?: Uint8Array;
  readonly external?: { readonly file: string; readonly offset: number; readonly length: number };
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly inputs: readonly OnnxValue[];
  readonly outputs: readonly OnnxValue[];
  readonly initializers: readonly OnnxInitializer[];
}

/** TensorProto.DataType of each dtype; shapes and axes are int64 (7). */
export const elementType: Record<DType, number> = { float32: 1, int32: 6, bool: 9 };
export const int64 = 7;

const opset = 17;
const irVersion = 8;

/** The bytes of a model: opset 17, and ONNX Runtime's own domains where a node needs them. */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  const writer = new PbfWriter();
  writer.writeVarintField(1, irVersion);
  writer.writeStringField(2, 'metalearn');
  writer.writeMessage(7, writeGraph, graph);
  writer.writeMessage(8, writeOpset, { domain: '', version: opset });
  for (const domain of new Set(graph.nodes.map((node) => node.domain))) if (domain) writer.writeMessage(8, writeOpset, { domain, version: 1 });
  return writer.finish();
}

function writeOpset(opset: { domain: string; version: number }, writer: PbfWriter): void {
  writer.writeStringField(1, opset.domain);
  writer.writeVarintField(2, opset.version);
}

function writeGraph(graph: OnnxGraph, writer: PbfWriter): void {
  for (const node of graph.nodes) writer.writeMessage(1, writeNode, node);
  writer.writeStringField(2, 'program');
  for (const initializer of graph.initializers) writer.writeMessage(5, writeInitializer, initializer);
  for (const input of graph.inputs) writer.writeMessage(11, writeValue, input);
  for (const output of graph.outputs) writer.writeMessage(12, writeValue, output);
}

function writeNode(node: OnnxNode, writer: PbfWriter): void {
  for (const input of node.inputs) writer.writeStringField(1, input);
  writer.writeStringField(2, node.output);
  writer.writeStringField(3, node.output);
  writer.writeStringField(4, node.operator);
  for (const [name, value] of Object.entries(node.attributes)) writer.writeMessage(5, writeAttribute, { name, value });
  if (node.domain) writer.writeStringField(7, node.domain);
}

function writeAttribute({ name, value }: { name: string; value: OnnxAttributes[string] }, writer: PbfWriter): void {
  writer.writeStringField(1, name);
  if (typeof value === 'number') {
    writer.writeVarintField(3, value);
    writer.writeVarintField(20, 2);
  } else if (typeof value === 'string') {
    writer.writeBytesField(4, new TextEncoder().encode(value));
    writer.writeVarintField(20, 3);
  } else if ('float' in value) {
    writer.writeFloatField(2, value.float);
    writer.writeVarintField(20, 1);
  } else if ('floats' in value) {
    for (const entry of value.floats) writer.writeFloatField(7, entry);
    writer.writeVarintField(20, 6);
  } else {
    for (const entry of value) writer.writeVarintField(8, entry);
    writer.writeVarintField(20, 7);
  }
}

function writeInitializer(initializer: OnnxInitializer, writer: PbfWriter): void {
  for (const length of initializer.shape) writer.writeVarintField(1, length);
  writer.writeVarintField(2, initializer.type);
  writer.writeStringField(8, initializer.name);
  if (initializer.bytes) writer.writeBytesField(9, initializer.bytes);
  if (!initializer.external) return;
  const { file, offset, length } = initializer.external;
  for (const entry of Object.entries({ location: file, offset: `${offset}`, length: `${length}` })) writer.writeMessage(13, writeEntry, entry);
  // DataLocation.EXTERNAL.
  writer.writeVarintField(14, 1);
}

function writeEntry([name, value]: readonly [string, string], writer: PbfWriter): void {
  writer.writeStringField(1, name);
  writer.writeStringField(2, value);
}

function writeValue(value: OnnxValue, writer: PbfWriter): void {
  writer.writeStringField(1, value.name);
  writer.writeMessage(2, writeType, value);
}

function writeType(value: OnnxValue, writer: PbfWriter): void {
  writer.writeMessage(1, writeTensorType, value);
}

function writeTensorType(value: OnnxValue, writer: PbfWriter): void {
  writer.writeVarintField(1, elementType[value.dtype]);
  writer.writeMessage(2, writeShape, value.shape);
}

function writeShape(shape: Shape, writer: PbfWriter): void {
  for (const length of shape) writer.writeMessage(1, (own: number, into: PbfWriter) => into.writeVarintField(1, own), length);
}
