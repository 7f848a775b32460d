import { add, expandDims, greater, matmul, mul, sigmoid, slice, split, squeeze, stack, tanh, where, zeros, type HostOf, type Tensor } from '../graph/index.js';
import { split as splitKeys, type Key } from '../random/index.js';
import { uniform } from './initialisers.js';
import { learner, type Learner } from './learner.js';
import { requireCount } from './require-count.js';

/** The weights of the four gates side by side, in the order input, forget, candidate, output: `input` (I, 4H), `recurrent` (R, 4H), `bias` (4H). */
export type LstmParams = { readonly input: Tensor; readonly recurrent: Tensor; readonly bias: Tensor };

/** What a cell hands on, (N, H) each. */
export interface LstmState {
  readonly hidden: Tensor;
  readonly cell: Tensor;
}

/**
 * Fresh parameters of a cell of long short-term memory, uniform in +-1/sqrt(hidden), PyTorch's default.
 *
 * @param recurrent the values of a row that come back from the step before; by default the `hidden` ones.
 * @throws RangeError where a size is not a whole number of at least 1.
 */
export function lstmParams(key: Key, inputs: number, hidden: number, recurrent = hidden): HostOf<LstmParams> {
  requireCount({ inputs, hidden, recurrent });
  const draw = uniform(1 / Math.sqrt(hidden));
  const keys = splitKeys(key, 3);
  return { input: draw(keys[0], [inputs, 4 * hidden]), recurrent: draw(keys[1], [recurrent, 4 * hidden]), bias: draw(keys[2], [4 * hidden]) };
}

/** What inputs x (..., I) add to the gates (..., 4H), which needs no state: for all steps at once. */
export function lstmDrive({ input, bias }: LstmParams, x: Tensor): Tensor {
  return add(matmul(x, input), bias);
}

/**
 * One step of long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000):
 *
 *     c' = sigmoid(forget) c + sigmoid(input) tanh(candidate),   h' = sigmoid(output) tanh(c')
 *
 * @param drive (N, 4H), of `lstmDrive`.
 * @param back (N, R): what comes back from the step before, usually its h.
 * @param cell (N, H): its c.
 */
export function lstmStep({ recurrent }: LstmParams, drive: Tensor, back: Tensor, cell: Tensor): LstmState {
  const [input, forget, candidate, output] = split(add(drive, matmul(back, recurrent)), 4, -1);
  const next = add(mul(sigmoid(forget), cell), mul(sigmoid(input), tanh(candidate)));
  return { hidden: mul(sigmoid(output), tanh(next)), cell: next };
}

export interface LstmOptions {
  /** Whether the sequence is read from its end. Default false. */
  readonly backwards?: boolean;
  /** float32 (N, T): one for the steps that count. At others the state stays as it is. */
  readonly steps?: Tensor;
}

/** The hidden state after each step of sequences x (N, T, I), from a state of zeros: (N, T, H). */
export function lstmStates(params: LstmParams, x: Tensor, { backwards = false, steps }: LstmOptions = {}): Tensor {
  const [rows, length] = x.shape;
  const width = params.recurrent.shape[1] / 4;
  const at = (sequence: Tensor, step: number): Tensor => squeeze(slice(sequence, [null, [step, step + 1]]), 1);
  const drive = lstmDrive(params, x);
  const states = new Array<Tensor>(length);
  let state: LstmState = { hidden: zeros([rows, width]), cell: zeros([rows, width]) };
  for (let i = 0; i < length; i++) {
    const step = backwards ? length - 1 - i : i;
    const next = lstmStep(params, at(drive, step), state.hidden, state.cell);
    state = steps ? chosen(greater(expandDims(at(steps, step), 1), 0), next, state) : next;
    states[step] = state.hidden;
  }
  return stack(states, 1);
}

function chosen(which: Tensor, a: LstmState, b: LstmState): LstmState {
  return { hidden: where(which, a.hidden, b.hidden), cell: where(which, a.cell, b.cell) };
}

/** Long short-term memory over sequences: x (N, T, inputs) to the hidden state after each step, (N, T, hidden). */
export function lstm(inputs: number, hidden: number, { backwards = false }: Pick<LstmOptions, 'backwards'> = {}): Learner<LstmParams> {
  return learner<LstmParams>((key) => lstmParams(key, inputs, hidden), (params, x) => lstmStates(params, x, { backwards }));
}
