import { evaluate, tensor, type HostOf, type NdArray, type Tree } from '../graph/index.js';
import { inFloat32 } from '../graph/in-float32.js';
import type { Params } from '../nn/index.js';
import type { Optimizer } from '../optim/index.js';
import { decodeCheckpoint, decodeParameters, type Checkpoint } from './checkpoint.js';
import { ConfigurationError, differences, fingerprint, type Json } from './configuration.js';
import type { Position } from './outer-step.js';
import { ravel } from './ravel.js';
import type { Identity } from './recorder.js';
import type { Run } from './run.js';
import type { Stored } from './stored.js';

/** Where a training run begins, from scratch or from its checkpoint. */
export interface Start<Theta> extends Pick<Checkpoint, 'best' | 'window'> {
  readonly position: Position;
  readonly identity: Identity;
  /** Fresh theta, for its structure. */
  readonly like: HostOf<Theta>;
  /** The parameters that did best on validation tasks so far. */
  readonly bestTheta?: Float32Array;
  /** Seconds that earlier processes trained for. */
  readonly secondsBefore: number;
  readonly resumed: boolean;
}

export interface StartOptions<Theta> {
  /** Fresh theta. */
  readonly like: HostOf<Theta>;
  /** The optimiser's first state. */
  readonly optimizer: Tree<NdArray>;
  readonly seed: number;
  /** What fixes the bits of the result: what a checkpoint must have been made with to be resumed. */
  readonly training: Readonly<Record<string, Json>>;
  /** What else config.json says of the training. */
  readonly beside: Readonly<Record<string, Json | undefined>>;
  /** What tasks are made of; the checkpoint has its fingerprint. */
  readonly data: Json;
  readonly run?: Run;
  /** What the run holds, where it is resumed. */
  readonly stored?: Stored;
}

/**
 * Compares with what the run holds, writes down what is asked for, and restores or initialises.
 * @throws ConfigurationError where the checkpoint was made with other options; CheckpointError where it cannot be read.
 */
export async function startTraining<Theta>({ like, optimizer, seed, training, beside, data, run, stored }: StartOptions<Theta>): Promise<Start<Theta>> {
  const { training: _, versions: __, ...description } = run?.config ?? {};
  const identity: Identity = { seed, configuration: { ...description, training }, dataFingerprint: await fingerprint(data) };
  const fresh = { identity, like, position: { iteration: 0, theta: ravel(like), optimizer }, window: { loss: 0, count: 0 } };
  if (!run) return { ...fresh, secondsBefore: 0, resumed: false };

  if (stored) {
    // What one of the two does not say cannot be compared: an optimiser without a name, or a checkpoint from before they had any.
    const unsaid = ['optimizer'].filter((entry) => stored.training[entry] === undefined || training[entry] === undefined);
    const differing = differences(stored.training, training, unsaid);
    if (differing.length > 0) throw new ConfigurationError(`The checkpoint ${stored.file}`, differing, 'Give the same options to resume it, or another folder.');
  }
  const secondsBefore = await run.rewind(stored?.iteration ?? 0);
  await run.record({ training: { ...training, ...beside } });
  if (!stored) return { ...fresh, secondsBefore, resumed: false };
  const { iteration, window, best, ...trees } = decodeCheckpoint(stored.bytes, { theta: like, optimizer }, stored.file);
  return {
    ...fresh,
    position: { iteration, theta: ravel(trees.theta), optimizer: trees.optimizer },
    window,
    ...(best ? { best, bestTheta: await bestOf(run, like) } : {}),
    secondsBefore,
    resumed: true,
  };
}

/** An optimiser's first state for flat parameters, in float32. */
export function initialState(optimizer: Optimizer, theta: Float32Array): Tree<NdArray> {
  const state: Params = optimizer.init(tensor({ data: theta, shape: [theta.length], dtype: 'float32' }));
  return inFloat32(evaluate<unknown>(state) as Tree<NdArray>);
}

async function bestOf(run: Run, like: unknown): Promise<Float32Array | undefined> {
  const bytes = await run.read('best');
  return bytes && ravel(decodeParameters(bytes, like, `${run.path}/best.safetensors`));
}
