import { allocate } from '../graph/dtype.js';
import { ndarray, type NdArray } from '../graph/ndarray.js';
import type { Emitter, OnnxAttributes } from '../graph/primitive.js';
import { sameShape, type Shape } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { ancestors } from '../graph/walk.js';
import { compactTable } from './compact.js';
import { elementType, int64, type OnnxGraph, type OnnxInitializer, type OnnxNode } from './onnx.js';

export interface Lowered {
  readonly graph: OnnxGraph;
  /** The graph node that each ONNX node was written for, for explain(). */
  readonly origins: ReadonlyMap<string, Tensor>;
}

/**
 * Writes a simplified graph as ONNX, for where it will run. Inputs are named i0, i1, ..., outputs o0, o1, .... What is sent around has all inputs; else
 * those that nothing reads are left out, as each costs a few microseconds a call.
 */
export function lower(inputs: readonly Tensor[], outputs: readonly Tensor[], { portable = false, serial = false }: Partial<Pick<Emitter, 'portable' | 'serial'>> = {}): Lowered {
  const writer = new Writer(portable, serial);
  const names = new Map<Tensor, string>(inputs.map((input, i) => [input, `i${i}`]));
  const nodes = ancestors(outputs);
  const read = new Set(nodes);
  for (const node of nodes) {
    if (names.has(node)) continue;
    if (!node.primitive.lower) throw new Error(`${node} has no lowering and was not expanded: its primitive record lacks both.`);
    writer.current = node;
    names.set(node, node.primitive.lower(writer, node.inputs.map((input) => names.get(input) as string), node));
  }
  const values = outputs.map((output) => names.get(output) as string);
  writer.prune(values);
  writer.name(values);
  return {
    graph: {
      nodes: writer.nodes,
      initializers: writer.initializers,
      inputs: inputs.flatMap((input, i) => (portable || read.has(input) ? [{ name: `i${i}`, shape: input.shape, dtype: input.dtype }] : [])),
      outputs: outputs.map(({ shape, dtype }, i) => ({ name: `o${i}`, shape, dtype })),
    },
    origins: writer.origins,
  };
}

class Writer implements Emitter {
  nodes: OnnxNode[] = [];
  initializers: OnnxInitializer[] = [];
  readonly origins = new Map<string, Tensor>();
  current!: Tensor;
  private readonly shared = new Map<string, string>();
  /** What each reshaped value was before. */
  private readonly sources = new Map<string, string>();
  private readonly large = new Map<unknown, readonly { readonly shape: Shape; readonly name: string }[]>();

  constructor(readonly portable: boolean, readonly serial: boolean) {}

  node(operator: string, inputs: readonly string[], attributes: OnnxAttributes = {}, domain = ''): string {
    return operator === 'Reshape' ? this.reshaped(inputs) : this.written(operator, inputs, attributes, domain);
  }

  /** What was reshaped before is reshaped as it was, and only once to each shape. */
  private reshaped([x, shape]: readonly string[]): string {
    const source = this.sources.get(x) ?? x;
    const key = `${source} as ${shape}`;
    const output = this.shared.get(key) ?? this.written('Reshape', [source, shape], {}, '');
    this.shared.set(key, output);
    this.sources.set(output, source);
    return output;
  }

  private written(operator: string, inputs: readonly string[], attributes: OnnxAttributes, domain: string): string {
    const output = `n${this.nodes.length}`;
    this.nodes.push({ operator, inputs, output, attributes, domain });
    this.origins.set(output, this.current);
    return output;
  }

  /** Without the nodes and constants that none of these values needs. */
  prune(outputs: readonly string[]): void {
    const needed = new Set(outputs);
    const kept = [...this.nodes].reverse().filter(({ output, inputs }) => {
      if (needed.has(output)) inputs.forEach((input) => needed.add(input));
      return needed.has(output);
    });
    this.nodes = kept.reverse();
    this.initializers = this.initializers.filter(({ name }) => needed.has(name));
  }

  /**
   * Gives values the names of the outputs. What a node makes is named so directly; an input, a constant or a value that is
   * already an output is copied.
   */
  name(outputs: readonly string[]): void {
    const renamed = new Map<string, string>();
    const copies: OnnxNode[] = [];
    outputs.forEach((value, i) => {
      if (this.origins.has(value) && !renamed.has(value)) renamed.set(value, `o${i}`);
      else copies.push({ operator: 'Identity', inputs: [renamed.get(value) ?? value], output: `o${i}`, attributes: {}, domain: '' });
    });
    const own = (value: string) => renamed.get(value) ?? value;
    this.nodes = [...this.nodes.map((node) => ({ ...node, inputs: node.inputs.map(own), output: own(node.output) })), ...copies];
    for (const [value, output] of renamed) this.origins.set(output, this.origins.get(value) as Tensor);
  }

  constant(value: NdArray): string {
    const type = elementType[value.dtype];
    if (value.data.length > 64) {
      // Two shapes of the same data are two constants.
      const known = this.large.get(value.data)?.find(({ shape }) => sameShape(shape, value.shape));
      if (known) return known.name;
      const name = (this.portable && this.short(value)) || this.plain(value);
      this.large.set(value.data, [...(this.large.get(value.data) ?? []), { shape: value.shape, name }]);
      return name;
    }
    return this.small(value.shape, type, bytesOf(value));
  }

  /**
   * A large constant worked out by the runtime from a few numbers, where that can be: files that are sent around should be small.
   * Elsewhere the values themselves are as well.
   */
  private short({ data, shape, dtype }: NdArray): string | undefined {
    if (data.every((value: number) => value === data[0])) return this.node('Expand', [this.constant(ndarray([data[0]], [1], dtype)), this.integers(shape)]);
    const table = data instanceof Int32Array ? compactTable(data) : undefined;
    if (!table) return undefined;
    const { base, count, stride, filler } = table;
    const row = this.plain(ndarray(base, [1, base.length], 'int32'));
    const moved = this.node('Add', [row, this.plain(ndarray(Int32Array.from({ length: count }, (_, n) => n * stride), [count, 1], 'int32'))]);
    const filled = filler !== undefined ? this.node('Where', [this.node('Less', [row, this.constant(ndarray([0], [1], 'int32'))]), this.constant(ndarray([filler], [1], 'int32')), moved]) : moved;
    return this.node('Reshape', [filled, this.integers(shape)]);
  }

  integers(values: readonly number[], shape: readonly number[] = [values.length]): string {
    return this.small(shape, int64, new Uint8Array(BigInt64Array.from(values, BigInt).buffer));
  }

  private plain(value: NdArray): string {
    return this.initializer(value.shape, elementType[value.dtype], bytesOf(value));
  }

  private small(shape: readonly number[], type: number, bytes: Uint8Array): string {
    const key = `${type} ${shape} ${bytes}`;
    const known = this.shared.get(key) ?? this.initializer(shape, type, bytes);
    this.shared.set(key, known);
    return known;
  }

  private initializer(shape: readonly number[], type: number, bytes: Uint8Array): string {
    const name = `c${this.initializers.length}`;
    this.initializers.push({ name, shape, type, bytes });
    return name;
  }
}

function bytesOf({ data, dtype }: NdArray): Uint8Array {
  const exact = data instanceof Float64Array ? allocate(dtype, data.length).map((_, i) => data[i]) : data;
  return new Uint8Array(exact.buffer, exact.byteOffset, exact.byteLength);
}
