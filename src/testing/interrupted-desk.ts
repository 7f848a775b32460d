import { isFirst } from './is-first.js';

/** The tiny desk; the first process of all, as the file named in INTERRUPTED remembers, gets a Ctrl-C before it is one. */
if (isFirst(process.env.INTERRUPTED!)) process.kill(process.pid, 'SIGINT');
else await import('./tiny-desk.js');
