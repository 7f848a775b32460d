import { evaluate, mapTree, tensor, type HostOf, type NdArray, type Tree } from '../graph/index.js';
import type { Params } from '../nn/index.js';
import { checkpointMetadata, decodeCheckpoint, decodeParameters, type Checkpoint } from './checkpoint.js';
import { planChunks, type ChunkPlan } from './chunks.js';
import { ConfigurationError, differences, fingerprint, type Json } from './configuration.js';
import { requireFit } from './fit.js';
import type { MetaTrainOptions } from './meta-train.js';
import type { Position } from './outer-step.js';
import { ravel } from './ravel.js';
import type { Identity } from './recorder.js';
import { RunError, type Run } from './run.js';
import { streamKey } from './streams.js';
import { describeValidation } from './validation.js';
import { identityOf } from './worker-protocol.js';
import { copiedElements, sharedElements, valuesOf } from './working-set.js';

/** Where a training run begins, from scratch or from its checkpoint. */
export interface Start<Theta> extends Pick<Checkpoint, 'best' | 'window'> {
  readonly position: Position;
  readonly plan: ChunkPlan;
  readonly identity: Identity;
  /** Fresh theta, for its structure. */
  readonly like: HostOf<Theta>;
  /** The parameters that did best on validation tasks so far. */
  readonly bestTheta?: Float32Array;
  /** Seconds that earlier processes trained for. */
  readonly secondsBefore: number;
  readonly resumed: boolean;
}

/** Plans the chunks, compares with what the run holds, and restores or initialises. */
export async function prepare<Theta, Phi>(options: MetaTrainOptions<Theta, Phi>): Promise<Start<Theta>> {
  const { family, algorithm, optimizer, metaBatchSize, seed, run, resume = false } = options;
  const like = algorithm.init(streamKey(seed, 'initial'));
  const example = family.sample('train', streamKey(seed, 'train'));
  requireFit(algorithm, family, like, example);
  const theta = ravel(like);
  if (theta.length === 0) throw new RangeError(`There is nothing to train: ${algorithm.name} has no parameters. Test it as it is, with metaTest and its fresh theta.`);
  const state = initialState(optimizer.init(tensor(vector(theta))));

  const file = run && `${run.path}/checkpoint.safetensors`;
  const bytes = await run?.read('checkpoint');
  if (bytes && !resume) {
    throw new RunError(`${run!.path} already holds a checkpoint, of iteration ${checkpointMetadata(bytes, file!).iteration}. Resume it, or give another folder.`);
  }
  const stored = bytes && checkpointMetadata(bytes, file!);
  const { chunkSize = storedSize(stored, 'chunkSize'), tasksPerCall = storedSize(stored, 'tasksPerCall') } = options;
  const plan = planChunks(metaBatchSize, valuesOf(example), copiedElements(algorithm, like), { chunkSize, tasksPerCall }, sharedElements(algorithm, like));

  const job = identityOf({ family, algorithm }) as Record<string, Json>;
  const training = { ...job, parameters: theta.length, seed, metaBatchSize, ...plan };
  const { training: _, versions: __, ...description } = run?.config ?? {};
  const identity: Identity = { seed, configuration: { ...description, training }, dataFingerprint: await fingerprint(job.family) };
  const fresh = { plan, identity, like, position: { iteration: 0, theta, optimizer: state }, window: { loss: 0, count: 0 } };
  if (!run) return { ...fresh, secondsBefore: 0, resumed: false };

  if (stored) {
    const differing = differences(trainingOf(stored), training);
    if (differing.length > 0) throw new ConfigurationError(`The checkpoint ${file}`, differing, 'Give the same options to resume it, or another folder.');
  }
  const secondsBefore = await run.rewind(stored?.iteration ?? 0);
  await run.record({ training: { ...training, iterations: options.iterations, workers: options.executor?.workers ?? 0, ...(options.validation ? { validation: describeValidation(options.validation, options) } : {}) } });
  if (!bytes) return { ...fresh, secondsBefore, resumed: false };
  const { iteration, window, best, ...trees } = decodeCheckpoint(bytes, { theta: like, optimizer: state }, file!);
  return {
    ...fresh,
    position: { iteration, theta: ravel(trees.theta), optimizer: trees.optimizer },
    window,
    ...(best ? { best, bestTheta: await bestOf(run, like) } : {}),
    secondsBefore,
    resumed: true,
  };
}

/** The optimiser's first state, in float32. */
function initialState(state: Params): Tree<NdArray> {
  const wide = evaluate<unknown>(state) as Tree<NdArray>;
  return mapTree<Tree<NdArray>, NdArray>(({ data, ...rest }) => ({ ...rest, data: data instanceof Float64Array ? Float32Array.from(data) : data }), wide);
}

async function bestOf(run: Run, like: unknown): Promise<Float32Array | undefined> {
  const bytes = await run.read('best');
  return bytes && ravel(decodeParameters(bytes, like, `${run.path}/best.safetensors`));
}

function trainingOf(stored: Pick<Checkpoint, 'configuration'>): Record<string, Json | undefined> {
  return (stored.configuration as { training?: Record<string, Json> } | null)?.training ?? {};
}

function storedSize(stored: Pick<Checkpoint, 'configuration'> | undefined, name: keyof ChunkPlan): number | undefined {
  return stored && (trainingOf(stored)[name] as number | undefined);
}

function vector(data: Float32Array): NdArray {
  return { data, shape: [data.length], dtype: 'float32' };
}
