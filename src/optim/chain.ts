import type { Params } from '../nn/index.js';
import type { GradientTransformation, Optimizer } from './optimizer.js';

/**
 * Each feeds the next: `chain(clipByGlobalNorm(10), adam(1e-3))`. Ends with an optimizer, and is one then, or is a
 * transformation of transformations. The state is the list of the parts' states.
 */
export function chain(...parts: readonly GradientTransformation[]): GradientTransformation;
export function chain(...parts: readonly [...GradientTransformation[], Optimizer]): Optimizer;
export function chain(...parts: readonly (GradientTransformation | Optimizer)[]): GradientTransformation | Optimizer {
  const early = parts.slice(0, -1).findIndex((part) => !('gives' in part));
  if (early >= 0) throw new TypeError(`chain: part ${early} of ${parts.length} is an optimizer, which gives parameters; only the last may be one.`);
  const isTransformation = parts.every((part) => 'gives' in part);
  const names = parts.map(({ name }) => name);
  return {
    ...(names.includes(undefined) ? {} : { name: names.join(', ') }),
    init: (params) => parts.map((part) => part.init(params)),
    update: <P>(gradient: P, state: Params, params: P): [P, Params] => {
      const states = state as readonly Params[];
      const next: Params[] = [];
      let tree = gradient;
      parts.forEach((part, i) => {
        [tree, next[i]] = part.update(tree, states[i], params);
      });
      return [tree, next];
    },
    ...(isTransformation && { gives: 'gradient' as const }),
  };
}
