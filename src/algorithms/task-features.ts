import { foldInKey, slice, type Tensor } from '../graph/index.js';
import type { Encoder } from '../nn/index.js';
import { oneOf } from '../nn/one-of.js';
import type { Task } from '../tasks/index.js';
import { pooled } from './pooled.js';

/**
 * Where the batch statistics of the query set come from in meta-training: from itself, from the support set, or, for both sets, from both
 * together, which then are one pass.
 */
export type QueryStatistics = 'query' | 'support' | 'both';

type TaskFeatures<P> = (params: P, task: Task, key?: Tensor) => Record<'support' | 'query', Tensor>;

/**
 * The encoder's features of a task's two sets.
 * @throws RangeError where `queryStatistics` is none of the three.
 */
export function taskFeatures<P>(encoder: Encoder<P>, queryStatistics: QueryStatistics): TaskFeatures<P> {
  const from = oneOf('queryStatistics', queryStatistics, ['query', 'support', 'both']);
  return (params, { support, query }, key) => {
    if (from === 'both') {
      const { x, mask } = pooled(support, query);
      const all = encoder.apply(params, x, { mask, key });
      const count = support.x.shape[0];
      return { support: slice(all, [[0, count]]), query: slice(all, [[count, null]]) };
    }
    const own = encoder.forward(params, support.x, { mask: support.mask, key: key && foldInKey(key, 0) });
    const statistics = from === 'support' ? own.statistics : undefined;
    return { support: own.output, query: encoder.apply(params, query.x, { mask: query.mask, statistics, key: key && foldInKey(key, 1) }) };
  };
}
