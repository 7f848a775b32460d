import type { NdArray } from '../graph/ndarray.js';
import { interpret } from '../graph/interpret.js';
import { placeholder } from '../graph/primitives/leaves.js';
import { formatShape, sameShape, sizeOf } from '../graph/shape.js';
import type { Tensor } from '../graph/tensor.js';
import { rewrite } from '../graph/walk.js';
import { chooseKernels } from './choose-kernels.js';
import { runtimeFor } from './devices.js';
import { lower, type Lowered } from './lower.js';
import { peakMemory } from './memory.js';
import { encodeModel } from './onnx.js';
import { requireMemory } from './require-memory.js';
import type { Device, Runtime, Session } from './runtime.js';
import { simplify } from './simplify/index.js';

/** A graph that was compiled for one set of input shapes. */
export class Program {
  private constructor(
    /** Given by the caller, then drawn by the host. */
    private readonly inputs: readonly Tensor[],
    private readonly draws: readonly Tensor[],
    readonly outputs: readonly Tensor[],
    readonly lowered: Lowered,
    readonly model: Uint8Array,
    /** An estimate of the most bytes of intermediate values alive at once. */
    readonly peakBytes: number,
    readonly runtime: Runtime,
    readonly threads: number,
    private readonly session: Session,
  ) {}

  static async make(inputs: readonly Tensor[], outputs: readonly Tensor[], options: { device?: Device; threads: number; portable?: boolean }): Promise<Program> {
    const runtime = await runtimeFor(options.device);
    const { draws, filled, roots } = separateDraws(simplify(outputs));
    const { portable = false, threads } = options;
    const native = !portable && runtime.device === 'cpu';
    const results = chooseKernels(roots, { native, block: runtime.block });
    const peakBytes = peakMemory(results);
    if (runtime.device === 'cpu') await requireMemory(peakBytes);
    // In a browser the page says how many threads there are.
    const lowered = lower([...inputs, ...filled], results, { portable, serial: native && threads === 1 });
    const model = encodeModel(lowered.graph);
    const session = await runtime.load(model, results, { threads: options.threads, peakBytes });
    return new Program(inputs, draws, results, lowered, model, peakBytes, runtime, options.threads, session);
  }

  /** An estimate of what the program holds: its model with the constants, and its largest set of live values. */
  get bytes(): number {
    return this.model.byteLength + this.peakBytes;
  }

  async run(values: readonly NdArray[]): Promise<NdArray[]> {
    values.forEach((value, i) => {
      const { shape, dtype } = this.inputs[i];
      if (!sameShape(value.shape, shape) || value.dtype !== dtype || value.data.length !== sizeOf(shape)) {
        throw new TypeError(`Input ${i} is ${value.dtype}${formatShape(value.shape)} with ${value.data.length} elements, but the program takes ${dtype}${formatShape(shape)}.`);
      }
    });
    return this.session.run(this.complete(values));
  }

  /** The inputs together with what the host draws for this call. */
  complete(values: readonly NdArray[]): NdArray[] {
    if (this.draws.length === 0) return [...values];
    const given = new Map(this.inputs.map((input, i) => [input, values[i]]));
    return [...values, ...interpret(this.draws, given)];
  }

  release(): Promise<void> {
    return this.session.release();
  }
}

/** What is worked out from keys is worked out by the host. */
const hosted = new Set(['random', 'foldIn']);

/** Random draws become inputs that the host fills from their keys, so the program itself is the same every time. */
function separateDraws(outputs: readonly Tensor[]): { draws: Tensor[]; filled: Tensor[]; roots: Tensor[] } {
  const draws = firstHosted(outputs);
  const filled = draws.map((draw) => placeholder(draw.shape, draw.dtype, 'A random draw'));
  if (draws.length === 0) return { draws, filled, roots: [...outputs] };
  const replacements = new Map(draws.map((draw, i) => [draw, filled[i]]));
  const roots = rewrite(outputs, (node, original) => replacements.get(original) ?? node);
  return { draws, filled, roots };
}

/** The draws and keys that the program itself reads; keys from which only draws are made stay with the host. */
function firstHosted(outputs: readonly Tensor[]): Tensor[] {
  const found = new Set<Tensor>();
  const seen = new Set<Tensor>();
  const open = [...outputs];
  while (open.length) {
    const node = open.pop() as Tensor;
    if (seen.has(node)) continue;
    seen.add(node);
    if (hosted.has(node.primitive.name)) found.add(node);
    else open.push(...node.inputs);
  }
  return [...found].sort((a, b) => a.id - b.id);
}
