import { add, matmul, mul, sigmoid, slice, split, squeeze, stack, sub, tanh, zeros, type HostOf, type Tensor } from '../graph/index.js';
import { split as splitKeys, uniform as uniformDraws, type Key } from '../random/index.js';
import { uniform } from './initialisers.js';
import { learner, type Learner } from './learner.js';
import { requireCount } from './require-count.js';

/**
 * The weights of the two gates side by side, in the order reset, update, and those of the candidate. `input` (I, 2H and H) and `recurrent` (H, 2H and H) lack PyTorch's
 * second bias of the gates, which adds nothing; that of the candidate is multiplied by the reset gate, and so is its own: `recurrentBias` (H).
 */
export type GruParams = {
  readonly gates: { readonly input: Tensor; readonly recurrent: Tensor; readonly bias: Tensor };
  readonly candidate: { readonly input: Tensor; readonly recurrent: Tensor; readonly bias: Tensor; readonly recurrentBias: Tensor };
};

/** What inputs add to the gates (..., 2H) and the candidate (..., H). */
export interface GruDrive {
  readonly gates: Tensor;
  readonly candidate: Tensor;
}

/**
 * Fresh parameters of a gated recurrent unit, uniform in +-1/sqrt(hidden), PyTorch's default: with it a state forgets half of itself in each step.
 *
 * @param longest where it is given, the unit's biases of the update gate are log(u), u uniform in [1, longest - 1], so that units remember for between 2 and so many steps: the chrono
 *   initialisation of Tallec and Ollivier 2018.
 * @throws RangeError where `inputs` or `hidden` is not a whole number of at least 1.
 */
export function gruParams(key: Key, inputs: number, hidden: number, longest?: number): HostOf<GruParams> {
  requireCount({ inputs, hidden });
  const draw = uniform(1 / Math.sqrt(hidden));
  const keys = splitKeys(key, 8);
  const bias = draw(keys[2], [2 * hidden]);
  if (longest !== undefined) (bias.data as Float32Array).set(uniformDraws(keys[7], [hidden], 1, Math.max(1, longest - 1)).data.map(Math.log), hidden);
  return {
    gates: { input: draw(keys[0], [inputs, 2 * hidden]), recurrent: draw(keys[1], [hidden, 2 * hidden]), bias },
    candidate: { input: draw(keys[3], [inputs, hidden]), recurrent: draw(keys[4], [hidden, hidden]), bias: draw(keys[5], [hidden]), recurrentBias: draw(keys[6], [hidden]) },
  };
}

/** What inputs x (..., I) add, which needs no state: for all steps at once. */
export function gruDrive({ gates, candidate }: GruParams, x: Tensor): GruDrive {
  return { gates: add(matmul(x, gates.input), gates.bias), candidate: add(matmul(x, candidate.input), candidate.bias) };
}

/**
 * One step of a gated recurrent unit (Cho et al. 2014, with the reset gate after the product, as cuDNN and PyTorch have it):
 *
 *     h' = (1 - sigmoid(update)) n + sigmoid(update) h,   n = tanh(candidate(x) + sigmoid(reset) candidate(h))
 *
 * @param drive (N, 2H) and (N, H), of `gruDrive`.
 * @param hidden (N, H): the state before.
 * @returns the state after, (N, H).
 */
export function gruStep({ gates, candidate }: GruParams, drive: GruDrive, hidden: Tensor): Tensor {
  const [reset, update] = split(sigmoid(add(drive.gates, matmul(hidden, gates.recurrent))), 2, -1);
  const back = add(matmul(hidden, candidate.recurrent), candidate.recurrentBias);
  const next = tanh(add(drive.candidate, mul(reset, back)));
  return add(next, mul(update, sub(hidden, next)));
}

/** The state after each step of sequences x (N, T, I), from `start` (N, H), by default zeros: (N, T, H). */
export function gruStates(params: GruParams, x: Tensor, start?: Tensor): Tensor {
  const [rows, length] = x.shape;
  const drive = gruDrive(params, x);
  const at = (sequence: Tensor, step: number): Tensor => squeeze(slice(sequence, [null, [step, step + 1]]), 1);
  const states = new Array<Tensor>(length);
  let state = start ?? zeros([rows, params.candidate.bias.size]);
  for (let step = 0; step < length; step++) {
    state = gruStep(params, { gates: at(drive.gates, step), candidate: at(drive.candidate, step) }, state);
    states[step] = state;
  }
  return stack(states, 1);
}

/** A gated recurrent unit over sequences: x (N, T, inputs) to the state after each step, (N, T, hidden). */
export function gru(inputs: number, hidden: number): Learner<GruParams> {
  return learner<GruParams>((key) => gruParams(key, inputs, hidden), (params, x) => gruStates(params, x));
}
