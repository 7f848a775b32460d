import { isFirst } from './is-first.js';

/** Loaded before a program (`--import`): the first worker process of all that has an answer dies with it, as the file named in DIED_ONCE remembers. */
const send = process.send?.bind(process) as ((...args: unknown[]) => boolean) | undefined;
if (send) {
  process.send = (spoken: unknown, ...rest: unknown[]): boolean => {
    if ((spoken as { readonly message?: { readonly type: string } }).message?.type === 'answer' && isFirst(process.env.DIED_ONCE!)) process.kill(process.pid, 'SIGKILL');
    return send(spoken, ...rest);
  };
}
