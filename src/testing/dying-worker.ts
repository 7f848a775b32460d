import { isFirst } from './is-first.js';

/** Loaded before a program (`--import`): the first worker process of all that has an answer dies with it, as the file named in DIED_ONCE remembers. */
const send = process.send?.bind(process) as ((...args: unknown[]) => boolean) | undefined;
if (send) {
  process.send = (message: unknown, ...rest: unknown[]): boolean => {
    if ((message as { readonly type?: string }).type === 'answer' && isFirst(process.env.DIED_ONCE!)) process.kill(process.pid, 'SIGKILL');
    return send(message, ...rest);
  };
}
