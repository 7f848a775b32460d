/** How a meta-batch is cut up. Part of a run's configuration: it fixes the order of summation, and so the bits of the result. */
export interface ChunkPlan {
  /** Tasks batched in one program call. */
  readonly tasksPerCall: number;
  /** Tasks a worker does per request, in calls of `tasksPerCall`. */
  readonly chunkSize: number;
}

/** A range of the tasks of a meta-batch. */
export interface Chunk {
  readonly index: number;
  readonly first: number;
  readonly count: number;
}

/** float32 values of a task and its parameters that stay in a core's own cache: 1 MB. */
const cachedValues = 2 ** 17;
/** Input elements up to which the tasks of a meta-batch are not worth sharing among workers: 10 drawings of 28x28. */
const smallTask = 2 ** 13;
/** Chunks of a meta-batch that is cut: enough for a few workers to share evenly, few enough that sending gradients costs little. */
const usualChunks = 8;

/**
 * How many tasks one program call should batch: small ones all together, because calls cost; large ones one by one, because
 * a working set that leaves the cache costs more.
 *
 * @param taskValues the input elements of one task, support and query.
 * @param parameters the elements that every task has a copy of: those of theta where it adapts them.
 * @param shared the elements of theta beside copies, which each call reads, and gives gradients of: a call should do more than that.
 */
export function batchedTasks(tasks: number, taskValues: number, parameters: number, shared = 0): number {
  const most = Math.max(1, Math.floor(Math.max(cachedValues, 2 * shared) / (taskValues + parameters)));
  return Math.ceil(tasks / Math.ceil(tasks / most));
}

/**
 * The default plan of a meta-batch, with what the caller chose.
 * Sizes are those that `batchedTasks` takes.
 * @throws RangeError where `metaBatchSize` is not a whole number of at least 1, or another size not one from 1 to it.
 */
export function planChunks(metaBatchSize: number, taskValues: number, parameters: number, chosen: Partial<ChunkPlan> = {}, shared = 0): ChunkPlan {
  if (!Number.isInteger(metaBatchSize) || metaBatchSize < 1) throw new RangeError(`metaBatchSize must be a whole number of at least 1, got ${metaBatchSize}.`);
  for (const [name, size] of Object.entries(chosen)) {
    if (size !== undefined && (!Number.isInteger(size) || size < 1 || size > metaBatchSize)) {
      throw new RangeError(`${name} must be a whole number from 1 to the metaBatchSize of ${metaBatchSize}, got ${size}.`);
    }
  }
  const large = taskValues > smallTask;
  const shareable = large ? evenest(metaBatchSize, Math.ceil(metaBatchSize / 4)) : metaBatchSize;
  const batched = Math.min(chosen.chunkSize ?? metaBatchSize, shareable, batchedTasks(metaBatchSize, taskValues, parameters, shared));
  const tasksPerCall = chosen.tasksPerCall ?? batched;
  const usual = Math.max(1, Math.ceil(metaBatchSize / usualChunks / tasksPerCall)) * tasksPerCall;
  const chunkSize = chosen.chunkSize ?? (large ? evenest(metaBatchSize, usual, tasksPerCall) : Math.min(usual, metaBatchSize));
  return { tasksPerCall: Math.min(tasksPerCall, chunkSize), chunkSize };
}

/** The largest size of chunks, up to `most`, by which two workers share the tasks as evenly as they can: six tasks in twos are four and two. @param step what sizes are multiples of. */
function evenest(tasks: number, most: number, step = 1): number {
  const busiest = (size: number): number => {
    const first = cut(tasks, size).reduce((sum, { index, count }) => sum + (index % 2 === 0 ? count : 0), 0);
    return Math.max(first, tasks - first);
  };
  let best = Math.min(most, tasks);
  for (let size = best - step; size >= step; size -= step) if (busiest(size) < busiest(best)) best = size;
  return best;
}

/** Cuts `count` tasks, from `first` on, into as few ranges of at most `size` as there can be, as even as they can be: of 10 in threes come 3, 3, 2 and 2, which two workers share evenly. */
export function cut(count: number, size: number, first = 0): Chunk[] {
  const chunks = Math.ceil(count / size);
  const boundary = (index: number): number => index * Math.floor(count / chunks) + Math.min(index, count % chunks);
  return Array.from({ length: chunks }, (_, index) => ({ index, first: first + boundary(index), count: boundary(index + 1) - boundary(index) }));
}
