import { add, concat, expandDims, matmul, softmax, squeeze, transpose, zeros, type HostOf, type Tensor } from '../graph/index.js';
import { lstmDrive, lstmParams, lstmStates, lstmStep, onlyClasses, type LstmParams } from '../nn/index.js';
import { split, type Key } from '../random/index.js';

/** The parameters of full-context embeddings: a cell for each direction through the support set, and that of the query's attention. */
export type FullContext = { readonly forwards: LstmParams; readonly backwards: LstmParams; readonly attention: LstmParams };

/** Fresh parameters for features of `width` values. */
export function freshContext(key: Key, width: number): HostOf<FullContext> {
  const [first, second, third] = split(key, 3);
  return { forwards: lstmParams(first, width, width), backwards: lstmParams(second, width, width), attention: lstmParams(third, width, width, 2 * width) };
}

/**
 * g(x_i, S): support features (S, D) that know of each other, h_forwards + h_backwards + g'(x_i), of an LSTM in each direction through the rows as they
 * come (Vinyals et al. 2016, appendix A.2).
 *
 * @param mask float32 (S): rows that do not count are stepped over.
 */
export function inContext({ forwards, backwards }: Pick<FullContext, 'forwards' | 'backwards'>, features: Tensor, mask?: Tensor): Tensor {
  const steps = mask && expandDims(mask, 0);
  const states = (params: LstmParams, reverse: boolean): Tensor => squeeze(lstmStates(params, expandDims(features, 0), { backwards: reverse, steps }), 0);
  return add(add(states(forwards, false), states(backwards, true)), features);
}

/**
 * f(x, S): query features (N, D) that have looked at the support set `steps` times (appendix A.1, equations 3 to 6), from h = 0, so that the
 * first look is at the mean:
 *
 *     r = sum_i softmax_i(h g_i) g_i,   h', c' = LSTM(f'(x), [h, r], c),   h = h' + f'(x)
 *
 * @param memory g (S, D).
 * @param present float32 (S), above zero for rows that count.
 */
export function attending(params: LstmParams, features: Tensor, memory: Tensor, present: Tensor, steps: number): Tensor {
  const drive = lstmDrive(params, features);
  let [hidden, cell] = [zeros(features.shape), zeros(features.shape)];
  for (let step = 0; step < steps; step++) {
    const read = matmul(softmax(onlyClasses(matmul(hidden, transpose(memory)), present)), memory);
    const next = lstmStep(params, drive, concat([hidden, read], 1), cell);
    hidden = add(next.hidden, features);
    cell = next.cell;
  }
  return hidden;
}
