import { median } from 'd3-array';
import type { NdArray } from '../graph/ndarray.js';
import type { Program } from './program.js';

/** The time of one kind of operator over one run. */
export interface OperatorTime {
  readonly operator: string;
  readonly count: number;
  readonly milliseconds: number;
}

export interface Explanation {
  /** ONNX nodes. */
  readonly nodes: number;
  /** Bytes of the model, constants included. */
  readonly modelBytes: number;
  /** An estimate of the most bytes of intermediate values alive at once. */
  readonly peakBytes: number;
  readonly device: string;
  /** Those that it has, which on WebAssembly may be others than were asked for. */
  readonly threads: number;
  /** Slowest first; empty where the runtime cannot be profiled. */
  readonly operators: readonly OperatorTime[];
  /** The slowest single nodes, with the shape of what they make. */
  readonly slowest: readonly { readonly node: string; readonly milliseconds: number }[];
  toString(): string;
}

const runs = 20;

/** Nodes, memory and time of a program, measured with the given inputs. */
export async function explainProgram(program: Program, values: readonly NdArray[]): Promise<Explanation> {
  const times = program.runtime.device === 'cpu' ? await profile(program, values) : [];
  const byOperator = new Map<string, { count: number; milliseconds: number }>();
  for (const { operator, milliseconds } of times) {
    const entry = byOperator.get(operator) ?? { count: 0, milliseconds: 0 };
    byOperator.set(operator, { count: entry.count + 1, milliseconds: entry.milliseconds + milliseconds });
  }
  const operators = [...byOperator].map(([operator, entry]) => ({ operator, ...entry })).sort((a, b) => b.milliseconds - a.milliseconds);
  const slowest = [...times].sort((a, b) => b.milliseconds - a.milliseconds).slice(0, 20).map(({ node, operator, milliseconds }) => {
    const origin = program.lowered.origins.get(node);
    return { node: `${operator}${origin ? ` for ${origin.toString()} of ${origin.inputs.map(String).join(', ')}` : ` ${node}`}`, milliseconds };
  });
  const facts = {
    nodes: program.lowered.graph.nodes.length,
    modelBytes: program.model.byteLength,
    peakBytes: program.peakBytes,
    device: program.runtime.device,
    threads: program.runtime.threadsOf(program.threads),
    operators,
    slowest,
  };
  return { ...facts, toString: () => format(facts) };
}

/** ONNX Runtime writes a trace when a session with profiling ends; the median over the runs is reported. */
async function profile(program: Program, values: readonly NdArray[]): Promise<{ node: string; operator: string; milliseconds: number }[]> {
  // Loaded here, because a browser has no files and gets no times.
  const [{ mkdtemp, readdir, readFile, rm }, { tmpdir }, { join }] = await Promise.all([import('node:fs/promises'), import('node:os'), import('node:path')]);
  const folder = await mkdtemp(join(tmpdir(), 'metalearn-'));
  try {
    const session = await program.runtime.load(program.model, program.outputs, { threads: program.threads, peakBytes: program.peakBytes, profile: join(folder, 'trace') });
    const inputs = program.complete(values);
    for (let i = 0; i < runs; i++) await session.run(inputs);
    session.endProfiling?.();
    await session.release();
    const [file] = await readdir(folder);
    if (!file) return [];
    const text = await readFile(join(folder, file), 'utf8');
    const events = JSON.parse(text) as { cat?: string; name: string; dur: number; args?: { op_name?: string } }[];
    const times = new Map<string, { operator: string; durations: number[] }>();
    for (const { cat, name, dur, args } of events) {
      if (cat !== 'Node' || !name.endsWith('_kernel_time') || !args?.op_name) continue;
      const node = name.slice(0, -'_kernel_time'.length);
      const entry = times.get(node) ?? { operator: args.op_name, durations: [] };
      entry.durations.push(dur);
      times.set(node, entry);
    }
    return [...times].map(([node, { operator, durations }]) => ({ node, operator, milliseconds: (median(durations) as number) / 1000 }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function format(facts: Omit<Explanation, 'toString'>): string {
  const rows = facts.operators.map(({ operator, count, milliseconds }) => `  ${operator.padEnd(24)} ${String(count).padStart(5)} ${milliseconds.toFixed(3).padStart(10)} ms`);
  const total = facts.operators.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  return [
    `${facts.nodes} nodes, model ${(facts.modelBytes / 2 ** 20).toFixed(2)} MiB, peak of intermediate values about ${(facts.peakBytes / 2 ** 20).toFixed(1)} MiB, on ${facts.device} with ${facts.threads} thread(s)`,
    ...(rows.length > 0 ? [...rows, `  ${'in all'.padEnd(30)} ${total.toFixed(3).padStart(10)} ms`] : [`  no times: ${facts.device} cannot be profiled`]),
  ].join('\n');
}
