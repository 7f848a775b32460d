import { Refusal } from '../refusal.js';
import type { Desk } from '../service.js';
import { openDesk } from './open-desk.js';
import type { Job, Reply } from './protocol.js';
import { remembered, type Remembered } from './remembered.js';

/** The program of a worker process of the server: opens the run, then does one job after the other until the server is gone. */

const [path, cacheBytes] = process.argv.slice(2);

async function answer(desk: Desk<unknown>, known: Remembered<unknown>, { task, learner, parts, asked }: Job): Promise<Reply> {
  const adapted = learner ? await known.learner(learner.id, learner.parts, parts) : await desk.adapt(parts!);
  if (adapted === undefined) return { type: 'unknown' };
  if (task === 'adapt') return { type: 'answer', answer: desk.tell?.(adapted) };
  return { type: 'answer', answer: await (task === 'predict' ? desk.predict(adapted, asked) : desk.recommend!(adapted, asked)) };
}

function failure(error: unknown): Reply {
  if (error instanceof Refusal) return { type: 'refused', status: error.status, message: error.message };
  return { type: 'failed', message: error instanceof Error ? error.message : String(error), stack: (error as Error | undefined)?.stack };
}

// Where it cannot be sent, the server is gone, and this process about to be.
const send = (reply: Reply): void => void process.send?.(reply, undefined, undefined, () => undefined);

process.on('disconnect', () => process.exit());
// Ctrl-C reaches the whole group; the server decides when its workers end.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

try {
  const desk = await openDesk(path);
  const known = remembered(desk, Number(cacheBytes));
  let latest: Promise<unknown> = Promise.resolve();
  process.on('message', (job: Job) => {
    latest = latest.then(() => answer(desk, known, job)).catch(failure).then(send);
  });
  send({ type: 'ready' });
} catch (error) {
  send({ type: 'unable', message: error instanceof Error ? error.message : String(error) });
}
