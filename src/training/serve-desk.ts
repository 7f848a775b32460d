import type { Chunk } from './chunks.js';
import type { Json } from './configuration.js';
import type { DeskReply, DeskRequest } from './desk-protocol.js';
import { Line, type Letters, type Spoken } from './line.js';
import { Mailbox } from './mailbox.js';
import { stayAwake } from './stay-awake.js';
import { sharedFile } from './worker-process.js';

/** What a worker process works on. */
export interface Desk<Ask, Answer> {
  /** What must be the same in every process. */
  readonly identity: Json;
  /** What is asked of a chunk. It must follow from the setup and these two alone. */
  answer(ask: Ask, chunk: Chunk): Promise<Answer>;
}

/**
 * Makes this process a worker of a chunk pool: builds its desk as told, then answers chunks until the main process is gone.
 * @param letters those of the pool, if it has any.
 */
export function serveDesk<Setup, Ask, Answer>(build: (setup: Setup) => Promise<Desk<Ask, Answer>>, letters?: Letters<DeskRequest<Setup, Ask>, DeskReply<Answer>>): void {
  let desk: Desk<Ask, Answer> | undefined;
  let ask: Ask | undefined;
  let awake = false;
  let received = 0;

  async function reply(request: DeskRequest<Setup, Ask>): Promise<DeskReply<Answer>> {
    if (request.type === 'setup') {
      desk = await build(request.setup);
      awake = request.awake;
      if (letters && request.hasMailbox) line.attach(new Mailbox(sharedFile, 1), letters.replies, letters.requests);
      line.watch(true);
      return { type: 'ready', identity: desk.identity };
    }
    ask = request.ask ?? ask;
    return { type: 'answer', answer: await desk!.answer(ask!, request.chunk) };
  }

  let latest: Promise<unknown> = Promise.resolve();
  // Where it cannot be sent, the main process is gone, and this one about to be.
  const speak = (spoken: Spoken<DeskReply<Answer>>): void => void process.send?.(spoken, undefined, undefined, () => undefined);
  const line: Line<DeskReply<Answer>, DeskRequest<Setup, Ask>> = new Line(speak, (request) => {
    const seen = ++received;
    line.watch(true);
    // One after the other: the next may come while one is worked on.
    latest = latest
      .then(() => reply(request))
      .catch((error: unknown): DeskReply<Answer> => ({ type: 'failure', message: error instanceof Error ? error.message : String(error), stack: (error as Error)?.stack }))
      .then((answer) => {
        line.send(answer);
        if (awake) void stayAwake(() => (line.look(), received > seen)).then((came) => came || line.watch(false));
      });
  });
  process.on('message', (spoken: Spoken<DeskRequest<Setup, Ask>>) => line.hear(spoken));
  process.on('disconnect', () => process.exit());
  // Ctrl-C reaches the whole group; the main process decides when its workers end.
  process.on('SIGINT', () => undefined);
}
