import { ancestors } from '../graph/walk.js';
import type { Tensor } from '../graph/tensor.js';
import { chooseKernels } from './choose-kernels.js';
import { lower } from './lower.js';
import { encodeModel, type OnnxGraph, type OnnxInitializer, type OnnxNode } from './onnx.js';
import { simplify } from './simplify/index.js';

/** Where the values of an array stand: in a file beside the model. */
export interface StoredArray {
  /** The file's name, beside that of the model. */
  readonly file: string;
  /** Bytes from the beginning of the file. */
  readonly offset: number;
  readonly length: number;
  readonly type: 'float32' | 'float16' | 'int32';
}

export interface PortableProgram {
  /** What is given when it runs: placeholders by the name that the model calls them. */
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** Placeholders whose values are known, and stand in files. */
  readonly weights: ReadonlyMap<Tensor, StoredArray>;
}

export interface PortableModel {
  readonly model: Uint8Array;
  /** The inputs that the model asks for. */
  readonly inputs: Readonly<Record<string, Tensor>>;
}

/** TensorProto.DataType. */
const stored: Readonly<Record<StoredArray['type'], number>> = { float32: 1, int32: 6, float16: 10 };
const float32 = 1;

/**
 * A program as an ONNX model that any runtime of opset 17 runs: standard operators only, inputs and outputs by name, and weights read from the files where they stand, as
 * external data. What an input has no influence on it is not asked for. 16-bit weights are cast to 32 bits first.
 * @throws Error where the program draws random numbers: a model has no keys to draw by.
 */
export function portableModel({ inputs, outputs, weights }: PortableProgram): PortableModel {
  const results = chooseKernels(simplify(Object.values(outputs)));
  const nodes = ancestors(results);
  if (nodes.some(({ primitive: { name } }) => name === 'random' || name === 'foldIn')) throw new Error('The program draws random numbers, which a model for any runtime cannot: leave out what draws (dropout, latent samples).');
  const reached = new Set(nodes);
  const given = Object.entries(inputs).filter(([, input]) => reached.has(input));
  const known = [...weights].filter(([weight]) => reached.has(weight));
  const { graph } = lower([...given.map(([, input]) => input), ...known.map(([weight]) => weight)], results, { portable: true });
  const model = encodeModel(named(graph, given.map(([name]) => name), Object.keys(outputs), known.map(([, array]) => array)));
  return { model, inputs: Object.fromEntries(given) };
}

/** The graph with the names of its inputs and outputs, and weights in place of the inputs behind them. */
function named(graph: OnnxGraph, inputNames: readonly string[], outputNames: readonly string[], weights: readonly StoredArray[]): OnnxGraph {
  const names = new Map<string, string>([
    ...graph.inputs.map(({ name }, i) => [name, inputNames[i] ?? `w${i - inputNames.length}`] as const),
    ...graph.outputs.map(({ name }, i) => [name, outputNames[i]] as const),
  ]);
  const own = (name: string): string => names.get(name) ?? name;
  const slots = graph.inputs.slice(inputNames.length);
  const external = slots.map(({ shape }, i): OnnxInitializer => {
    const { type, ...place } = weights[i];
    return { name: type === 'float16' ? `h${i}` : `w${i}`, shape, type: stored[type], external: place };
  });
  const casts = weights.flatMap(({ type }, i): OnnxNode[] => (type === 'float16' ? [{ operator: 'Cast', inputs: [`h${i}`], output: `w${i}`, attributes: { to: float32 }, domain: '' }] : []));
  return {
    nodes: [...casts, ...graph.nodes.map((node) => ({ ...node, inputs: node.inputs.map(own), output: own(node.output) }))],
    initializers: [...graph.initializers, ...external],
    inputs: graph.inputs.slice(0, inputNames.length).map((value) => ({ ...value, name: own(value.name) })),
    outputs: graph.outputs.map((value) => ({ ...value, name: own(value.name) })),
  };
}
