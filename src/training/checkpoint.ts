import type { NdArray } from '../graph/ndarray.js';
import { formatShape, sameShape } from '../graph/shape.js';
import { leavesOf, pathsOf, unflatten } from '../graph/tree.js';
import type { Summed } from './means.js';
import { decodeSafetensors, encodeSafetensors, type Safetensors } from './safetensors.js';

/** Everything a run needs to go on as if it had never stopped. Equal checkpoints are equal bytes: no times, no machine. */
export interface Checkpoint<Theta = unknown, State = unknown> {
  /** Meta-parameters and optimiser state, trees of host arrays. */
  readonly theta: Theta;
  readonly optimizer: State;
  /** Iterations done. */
  readonly iteration: number;
  readonly seed: number;
  readonly configuration: unknown;
  /** The SHA-256 of the family's name and description, which has the sums of its files. */
  readonly dataFingerprint: string;
  /** The best validation so far. */
  readonly best?: BestValidation;
  /** What was summed for the line of metrics.jsonl that is not full yet. */
  readonly window: { readonly loss: number; readonly count: number; readonly record?: Readonly<Record<string, Summed>> };
}

/** The validation that did best, and when. */
export interface BestValidation {
  readonly iteration: number;
  readonly metric: string;
  readonly mean: number;
  readonly ci95: number;
}

/** Thrown where a checkpoint cannot be read or belongs to another learner. */
export class CheckpointError extends Error {
  override name = 'CheckpointError';
}

const format = 'metalearn 1';

/** The checkpoint as a .safetensors file: arrays `params.<path>` and `optimizer.<path>`, the rest as metadata strings. */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { theta, optimizer, iteration, seed, configuration, dataFingerprint, best, window } = checkpoint;
  return encodeSafetensors({
    tensors: new Map([...named('params', theta), ...named('optimizer', optimizer)]),
    metadata: {
      format,
      iteration: `${iteration}`,
      seed: `${seed}`,
      configuration: JSON.stringify(configuration),
      dataFingerprint,
      best: JSON.stringify(best ?? null),
      window: JSON.stringify(window),
    },
  });
}

/**
 * Reads a checkpoint into trees of the structure of `theta` and `optimizer`.
 *
 * @param file where the bytes come from, for messages.
 * @throws CheckpointError where it is cut short or damaged, or its arrays are not those of the learner or optimiser.
 */
export function decodeCheckpoint<Theta, State>(bytes: Uint8Array, like: { theta: Theta; optimizer: State }, file: string): Checkpoint<Theta, State> {
  const { tensors, metadata } = decode(bytes, file);
  const { configuration, best, ...rest } = readMetadata(metadata, file);
  return {
    theta: pick(tensors, 'params', like.theta, file),
    optimizer: pick(tensors, 'optimizer', like.optimizer, file),
    configuration,
    ...(best ? { best } : {}),
    ...rest,
  };
}

/** What a checkpoint says of itself beside its arrays. @throws CheckpointError as `decodeCheckpoint`. */
export function checkpointMetadata(bytes: Uint8Array, file: string): Omit<Checkpoint, 'theta' | 'optimizer'> {
  return readMetadata(decode(bytes, file).metadata, file);
}

/**
 * The parameters `params.<path>` of a .safetensors file, in the structure of `like` (for instance `algorithm.init(key(0))`).
 * @throws CheckpointError where the file is damaged or its parameters are others.
 */
export function decodeParameters<Theta>(bytes: Uint8Array, like: Theta, file: string): Theta {
  return pick(decode(bytes, file).tensors, 'params', like, file);
}

function decode(bytes: Uint8Array, file: string): Safetensors {
  try {
    return decodeSafetensors(bytes);
  } catch (error) {
    throw new CheckpointError(`${file} cannot be read: ${(error as Error).message} Put back a copy, or train again in another folder.`, { cause: error });
  }
}

function readMetadata(metadata: Readonly<Record<string, string>>, file: string): Omit<Checkpoint, 'theta' | 'optimizer'> {
  if (metadata.format !== format) throw new CheckpointError(`${file} is a .safetensors file, but not a checkpoint of this library (format ${JSON.stringify(metadata.format)}).`);
  try {
    const best = JSON.parse(metadata.best) as BestValidation | null;
    return {
      iteration: natural(metadata.iteration),
      seed: Number(metadata.seed),
      configuration: JSON.parse(metadata.configuration),
      dataFingerprint: metadata.dataFingerprint,
      window: JSON.parse(metadata.window) as Checkpoint['window'],
      ...(best ? { best } : {}),
    };
  } catch (error) {
    throw new CheckpointError(`${file} is damaged: its metadata cannot be read (${(error as Error).message}).`);
  }
}

function natural(text: string): number {
  if (!/^\d+$/.test(text)) throw new RangeError(`iteration is ${JSON.stringify(text)}`);
  return Number(text);
}

function named(prefix: string, tree: unknown): [string, NdArray][] {
  const leaves = leavesOf<NdArray>(tree);
  return pathsOf(tree).map((path, index) => [join(prefix, path), leaves[index]]);
}

function pick<T>(tensors: ReadonlyMap<string, NdArray>, prefix: string, like: T, file: string): T {
  const expected = new Map(named(prefix, like));
  const present = [...tensors.keys()].filter((name) => name === prefix || name.startsWith(`${prefix}.`));
  const missing = [...expected.keys()].filter((name) => !tensors.has(name));
  const foreign = present.filter((name) => !expected.has(name));
  if (missing.length + foreign.length > 0) {
    const parts = [missing.length > 0 && `it lacks ${listed(missing)}`, foreign.length > 0 && `it has ${listed(foreign)} beside`].filter(Boolean);
    throw new CheckpointError(`${file} belongs to another ${prefix === 'params' ? 'learner' : 'optimiser'}: ${parts.join(' and ')}. Give the options that it was made with.`);
  }
  const leaves = [...expected].map(([name, wanted]) => {
    const found = tensors.get(name)!;
    if (found.dtype !== wanted.dtype || !sameShape(found.shape, wanted.shape)) {
      throw new CheckpointError(
        `${file} belongs to another ${prefix === 'params' ? 'learner' : 'optimiser'}: ${name} is ${found.dtype}${formatShape(found.shape)} there and ${wanted.dtype}${formatShape(wanted.shape)} here. Give the options that it was made with.`,
      );
    }
    return found;
  });
  return unflatten(like, leaves);
}

function join(prefix: string, path: string): string {
  return path === '' ? prefix : `${prefix}.${path}`;
}

function listed(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
