import type { Chunk } from './chunks.js';
import type { Json } from './configuration.js';

/** From the main process to a worker. */
export type DeskRequest<Setup, Ask> =
  | { readonly type: 'setup'; readonly setup: Setup; readonly awake: boolean; readonly hasMailbox: boolean }
  /** `ask` comes with the first chunk of a request that the worker gets: it may be large. */
  | { readonly type: 'chunk'; readonly chunk: Chunk; readonly ask?: Ask };

/** From a worker to the main process. */
export type DeskReply<Answer> =
  | { readonly type: 'ready'; readonly identity: Json }
  | { readonly type: 'answer'; readonly answer: Answer }
  /** The worker lives, but its code threw: to try again would throw again. */
  | { readonly type: 'failure'; readonly message: string; readonly stack?: string };
