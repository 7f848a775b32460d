import { compile } from '../../compile/index.js';
import { staged } from '../../compile/staged.js';
import { ndarray, ones, sum, unravelTensor, zeros, type HostOf, type NdArray, type Tensor } from '../../graph/index.js';
import { addTo } from '../../training/chunk-gradients.js';
import { hvp, jvp, vjp, vmap } from '../../transform/index.js';
import type { Agent } from '../agent.js';
import type { OuterLoss } from '../outer/outer.js';
import type { Answer } from './questions.js';
import { tasksOf } from './task-slices.js';

/**
 * What an outer rule asks about the data of some tasks, as programs, compiled once for each shape of data. Theta is one flat vector, float32 (P). A call takes `tasksPerCall` tasks, and totals are
 * added up in the order of the calls.
 */
export interface ChunkPrograms<Data> {
  /** The sum over the tasks of the gradient of the objective, with objective and divergence of each. */
  gradient(theta: Float32Array, data: HostOf<Data>): Promise<Answer>;
  curvature(theta: Float32Array, data: HostOf<Data>): Promise<Curvature>;
  /** Objective and divergence of each task. */
  evaluate(theta: Float32Array, data: HostOf<Data>): Promise<Answer>;
  release(): Promise<void>;
}

/** The Hessian of the sum of the divergences where the agent has not moved: that in its outputs, pulled back, as the gradient in them is zero there. */
export interface Curvature {
  times(direction: Float32Array): Promise<Answer>;
  /** As `ChunkPrograms.gradient`, from the passes that the curvature takes anyway. */
  readonly gradient: Answer;
}

type Part = Readonly<{ total?: NdArray } & Record<'losses' | 'divergences', NdArray>>;

/** A compiled function of theta and data. */
interface Program {
  (...args: unknown[]): Promise<Part>;
  release(): Promise<void>;
}

interface CurvatureProgram {
  prepare(known: unknown, shapes: NdArray): Promise<Product>;
  release(): Promise<void>;
}

interface Product {
  (direction: NdArray): Promise<NdArray>;
  readonly bytes: number;
  readonly early: Part;
}

/**
 * @param like theta on the host, for its structure.
 * @param mostHeld what all products of a chunk's curvature share is held up to so many bytes; of further tasks it is worked out for each product, to the same bits.
 */
export function chunkPrograms<Theta, Data>(agent: Agent<Theta, Data>, loss: OuterLoss, like: HostOf<Theta>, tasksPerCall: number, mostHeld = 192 * 2 ** 20): ChunkPrograms<Data> {
  /** f of each task. */
  const each = <R>(f: (theta: Theta, own: Data) => R, flat: Tensor, data: Data): R => {
    const theta = unravelTensor<Theta>(flat, like);
    return vmap((own: Data) => f(theta, own))(data);
  };
  const losses = (flat: Tensor, data: Data): Tensor => each((theta, own) => agent.objective(theta, own, loss), flat, data);
  const divergences = (flat: Tensor, data: Data): Tensor => each((theta, own) => agent.drift(agent.outputs(theta, own), own), flat, data);

  const gradientOf = (flat: Tensor, data: Data) => {
    const [[lost, moved], pullback] = vjp((at: Tensor): [Tensor, Tensor] => [losses(at, data), divergences(at, data)], flat);
    return { total: pullback([ones(lost.shape), zeros(moved.shape)]), losses: lost, divergences: moved };
  };
  const bend = (flat: Tensor, data: Data, direction: Tensor): Tensor => {
    const outputs = (at: Tensor): Tensor => each(agent.outputs, at, data);
    const [now, moving] = jvp(outputs, flat, direction);
    const bent = hvp((said: Tensor) => sum(vmap(agent.drift)(said, data)), now, moving);
    const [, pullback] = vjp(outputs, flat);
    return pullback(bent);
  };
  type Known = { flat: Tensor; data: Data };
  const gradient = programOf(gradientOf);
  const curvature = staged(({ flat, data }: Known, direction: Tensor) => bend(flat, data, direction), { early: ({ flat, data }: Known) => gradientOf(flat, data) }) as unknown as CurvatureProgram;
  const evaluate = programOf((flat: Tensor, data: Data) => ({ losses: losses(flat, data), divergences: divergences(flat, data) }));

  async function answer(program: Program, theta: Float32Array, data: HostOf<Data>): Promise<Answer> {
    const parts: Part[] = [];
    for (const some of tasksOf(data, tasksPerCall)) parts.push(await program(ndarray(theta), some));
    return joined(parts);
  }

  return {
    gradient: (theta, data) => answer(gradient, theta, data),
    async curvature(theta, data) {
      const flat = ndarray(theta);
      const calls: (() => Product | Promise<Product>)[] = [];
      const parts: Part[] = [];
      let held = 0;
      for (const some of tasksOf(data, tasksPerCall)) {
        const prepare = (): Promise<Product> => curvature.prepare({ flat, data: some }, flat);
        const product = await prepare();
        parts.push(product.early);
        // By a function of its own: a closure here would keep what is prepared alive through `prepare`, too.
        calls.push(held < mostHeld ? always(product) : prepare);
        held += product.bytes;
      }
      return {
        gradient: joined(parts),
        async times(direction) {
          let total: Float32Array | undefined;
          for (const call of calls) total = addTo(total, (await (await call())(ndarray(direction))).data as Float32Array);
          return { total };
        },
      };
    },
    evaluate: (theta, data) => answer(evaluate, theta, data),
    async release() {
      await Promise.all([gradient.release(), curvature.release(), evaluate.release()]);
    },
  };
}

function always<T>(value: T): () => T {
  return () => value;
}

/** The answers of calls on some tasks each, in their order. */
function joined(parts: readonly Part[]): Answer {
  let sum: Float32Array | undefined;
  for (const { total } of parts) if (total) sum = addTo(sum, total.data as Float32Array);
  const all = (name: 'losses' | 'divergences'): Float32Array => Float32Array.from(parts.flatMap((part) => Array.from(part[name].data)));
  return { ...(sum ? { total: sum } : {}), losses: all('losses'), divergences: all('divergences') };
}

/** The type of a compiled function of a structure that is not known expands without end. */
function programOf<A extends readonly unknown[]>(f: (...args: A) => unknown): Program {
  return compile(f as never) as unknown as Program;
}
