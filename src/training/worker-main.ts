import { chunkGradients, type ChunkGradients } from './chunk-gradients.js';
import { identityOf, type Reply, type Request, type WorkerBuilder } from './worker-protocol.js';

/** The program of a worker process: builds its job as told, then answers chunks until the main process is gone. */

let gradients: ChunkGradients | undefined;
let theta: Float32Array | undefined;

async function answer(request: Request): Promise<Reply> {
  if (request.type === 'setup') {
    const { setup, job } = request;
    const { default: build } = (await import(setup.module)) as { default?: WorkerBuilder };
    if (typeof build !== 'function') throw new TypeError(`${setup.module} has no default export that builds {family, algorithm}.`);
    const built = await build(setup.options ?? null);
    gradients = chunkGradients({ ...built, ...job });
    return { type: 'ready', identity: identityOf(built) };
  }
  theta = request.theta ?? theta;
  const { iteration, chunk } = request;
  return { type: 'result', ...(await gradients!.of(iteration, theta!, chunk)) };
}

let latest: Promise<unknown> = Promise.resolve();

process.on('message', (request: Request) => {
  // One after the other: the next may come while one is worked on.
  latest = latest
    .then(() => answer(request))
    .catch((error: unknown): Reply => ({ type: 'failure', message: error instanceof Error ? error.message : String(error), stack: (error as Error)?.stack }))
    // Where it cannot be sent, the main process is gone, and this one about to be.
    .then((reply) => process.send?.(reply, undefined, undefined, () => undefined));
});
process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole group; the main process decides when its workers end.
process.on('SIGINT', () => undefined);
