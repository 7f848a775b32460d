import { foldInKey } from '../graph/index.js';
import type { HostOf, Tensor } from '../graph/index.js';
import { split } from '../random/index.js';
import { learner, type Context, type Learner, type NoParams, type Pass, type Statistics } from './learner.js';

/** A learner, or a function without parameters: `relu`, `flatten`, `maxPooling(2)`. */
export type Stage = Learner<unknown> | ((x: Tensor) => Tensor);

/** The parameters of a stage; a function has none. */
export type ParamsOf<S> = S extends Learner<infer P> ? P : NoParams;

/**
 * The stages one after the other. Parameters are an array with one entry for each stage (`{}` for a function), so paths
 * read `0.weight`, `2.weight`.
 * @throws TypeError where a stage is neither a learner nor a function of a tensor.
 */
export function sequential<const S extends readonly Stage[]>(...stages: S): Learner<{ readonly [K in keyof S]: ParamsOf<S[K]> }> {
  type P = { readonly [K in keyof S]: ParamsOf<S[K]> };
  stages.forEach((stage: Stage, index) => {
    if (typeof stage === 'function' || typeof stage?.forward === 'function') return;
    throw new TypeError(`Stage ${index} is ${Array.isArray(stage) ? 'an array: spread it, ...stages' : stage === null || typeof stage !== 'object' ? String(stage) : 'an object'}. Give learners and functions of a tensor, such as dense(2, 4) and relu.`);
  });
  return learner<P>(
    (key) => {
      const keys = split(key, stages.length);
      return stages.map((stage, i) => (typeof stage === 'function' ? {} : stage.init(keys[i]))) as unknown as HostOf<P>;
    },
    (params, x, context) => through(stages.map((stage, i) => (typeof stage === 'function' ? stage : [stage, params[i]])), x, context),
  );
}

/** A function, or a learner and its parameters. */
export type Applied = ((x: Tensor) => Tensor) | readonly [Learner<unknown>, unknown];

/**
 * Feeds `x` through the stages. Each takes its share of the statistics of `context`, in order, and a key of its own.
 * What learners that name their parts are written with.
 */
export function through(stages: readonly Applied[], x: Tensor, context: Context = {}): Pass {
  let output = x;
  let statistics: Statistics = [];
  stages.forEach((stage, index) => {
    if (typeof stage === 'function') {
      output = tensorOf(stage, index, output);
      return;
    }
    const [part, params] = stage;
    const pass = part.forward(params, output, { ...after(context, statistics), key: context.key && foldInKey(context.key, index) });
    output = pass.output;
    statistics = [...statistics, ...pass.statistics];
  });
  return { output, statistics };
}

/** What a function makes of a tensor. @throws TypeError where that is none. */
function tensorOf(stage: (x: Tensor) => Tensor, index: number, x: Tensor): Tensor {
  const y = stage(x) as unknown;
  if (typeof y === 'object' && y !== null) return y as Tensor;
  throw new TypeError(`Stage ${index}, ${stage.name || 'a function'}, must make a tensor of one, but gave ${typeof y === 'function' ? 'a function: call it among the stages, as in maxPooling(2)' : String(y)}.`);
}

/** The context of what comes after a part that used these statistics. */
export function after(context: Context, used: Statistics): Context {
  return context.statistics ? { ...context, statistics: context.statistics.slice(used.length) } : context;
}
