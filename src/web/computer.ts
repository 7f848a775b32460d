import { WebModelError } from './errors.js';
import type { Answer, Feeds, Request, WebDevice } from './protocol.js';

type Told<T> = T extends unknown ? Omit<T, 'id'> : never;

/** What is run: a program by its file, and where its bytes and those of the weights are found. */
export interface Runnable {
  readonly file: string;
  readonly model: () => Promise<Uint8Array>;
  readonly weights: () => Promise<Uint8Array>;
}

export interface ComputerOptions {
  readonly device: WebDevice;
  readonly threads: number;
  readonly runtime?: string;
  readonly wasm?: Uint8Array;
  readonly worker: () => Worker;
}

/** A worker that computes, seen from the page. */
export interface Computer {
  run(program: Runnable, feeds: Feeds, outputs: readonly string[]): Promise<{ readonly outputs: Feeds; readonly milliseconds: number }>;
  end(): void;
}

/** Starts a worker. @throws WebModelError where it, or the runtime in it, does not start. */
export async function startComputer({ worker: make, ...start }: ComputerOptions): Promise<Computer> {
  const worker = make();
  const waiting = new Map<number, { resolve(answer: Answer): void; reject(error: Error): void }>();
  let next = 0;
  let ended: Error | undefined;
  const fail = (error: Error): void => {
    ended = error;
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
  };
  worker.addEventListener('message', ({ data }: MessageEvent<Answer>) => {
    const { resolve, reject } = waiting.get(data.id)!;
    waiting.delete(data.id);
    if (data.type === 'failed') reject(new WebModelError(data.message));
    else resolve(data);
  });
  worker.addEventListener('error', ({ message }) => fail(new WebModelError(`The worker that computes could not go on${message ? `: ${message}` : ', or could not be loaded'}. Load the page again.`)));
  const ask = (request: Told<Request>, transfer: Transferable[] = []): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (ended) return reject(ended);
      const id = next++;
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...request, id }, transfer);
    });

  try {
    await ask({ type: 'start', ...start });
  } catch (error) {
    worker.terminate();
    throw error;
  }
  const ran = async ({ file, model, weights }: Runnable, feeds: Feeds, outputs: readonly string[]): Promise<Answer & { type: 'ran' }> => {
    let answer = await ask({ type: 'run', file, feeds, outputs });
    if (answer.type === 'missing') {
      const [bytes, own] = await Promise.all([model(), answer.weights ? weights() : undefined]);
      answer = await ask({ type: 'run', file, feeds, outputs, model: bytes, weights: own });
    }
    if (answer.type !== 'ran') throw new WebModelError('The worker that computes lost the program. Load the page again.');
    return answer;
  };
  /** Programs that the worker has, or is about to: whether it came to that. */
  const brought = new Map<string, Promise<boolean>>();
  return {
    async run(program, feeds, outputs) {
      const { file } = program;
      // Calls that overlap with the first for a program wait for what it brings, and do not bring it again.
      for (let other = brought.get(file); other; other = brought.get(file)) if (await other) return ran(program, feeds, outputs);
      const first = ran(program, feeds, outputs);
      const came = first.then(
        () => true,
        () => !brought.delete(file),
      );
      brought.set(file, came);
      return first;
    },
    end() {
      worker.terminate();
      fail(new WebModelError('The model was released: load it again.'));
    },
  };
}
