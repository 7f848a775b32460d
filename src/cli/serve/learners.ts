import { randomUUID } from 'node:crypto';
import { Refusal } from './refusal.js';
import type { Body, Part, Service, Summary } from './service.js';
import type { LearnerStore } from './store/learner-store.js';
import type { Pool } from './workers/pool.js';
import type { Task } from './workers/protocol.js';

/** What is told of a stored learner. */
export interface LearnerSummary extends Summary {
  readonly learner: string;
  readonly created: string;
}

/** The stored learners of a run, and those that are adapted to and forgotten again. */
export interface Learners {
  /** Adapts to a support set and stores it. */
  create(support: Body, signal?: AbortSignal): Promise<LearnerSummary>;
  extend(id: string, support: Body, signal?: AbortSignal): Promise<LearnerSummary>;
  tell(id: string): Promise<LearnerSummary>;
  remove(id: string): Promise<void>;
  /** What is asked of a stored learner. */
  ask(task: Exclude<Task, 'adapt'>, id: string, asked: unknown, signal?: AbortSignal): Promise<unknown>;
  /** The same of one that is adapted to and forgotten again. */
  askOnce(task: Exclude<Task, 'adapt'>, support: Body, asked: unknown, signal?: AbortSignal): Promise<unknown>;
}

/** @param most learners that are stored. */
export function learnersOf(service: Service, store: LearnerStore, pool: Pool, most: number): Learners {
  const turns = new Map<string, Promise<unknown>>();
  // Learners that are adapted and not yet stored.
  let coming = 0;
  // How often a part of a learner could not be stored: workers may remember it with that part, and get to know it by another name.
  const failures = new Map<string, number>();
  const named = (id: string, parts: number) => ({ id: failures.has(id) ? `${id}.${failures.get(id)}` : id, parts });

  return {
    async create(body, signal) {
      const part = service.support(body);
      const summary = service.summary([part]);
      if (store.size + coming >= most) throw new Refusal(507, `The server stores ${most} learners, and no more (--max-learners): delete some that are not needed.`);
      const id = randomUUID();
      coming++;
      try {
        const told = answerOf(await pool.run({ task: 'adapt', learner: { id, parts: 1 }, parts: [part] }, signal));
        await stored(store.add(id, body));
        return { learner: id, created: store.find(id)!.created, ...summary, ...(told as object | undefined) };
      } finally {
        coming--;
      }
    },
    extend: (id, body, signal) =>
      inTurn(id, async () => {
        const added = service.support(body);
        const parts = [...(await partsOf(id)), added];
        const summary = service.summary(parts);
        const told = answerOf(await pool.run({ task: 'adapt', learner: named(id, parts.length), parts }, signal));
        try {
          await stored(store.add(id, body));
        } catch (error) {
          failures.set(id, (failures.get(id) ?? 0) + 1);
          throw error;
        }
        return { learner: id, created: store.find(id)!.created, ...summary, ...(told as object | undefined) };
      }),
    async tell(id) {
      // Known before the parts are read: it may be deleted meanwhile.
      const { created } = required(id);
      return { learner: id, created, ...service.summary(await partsOf(id)) };
    },
    remove: (id) =>
      inTurn(id, async () => {
        required(id);
        await stored(store.remove(id));
        failures.delete(id);
      }),
    async ask(task, id, asked, signal) {
      const remembered = await pool.run({ task, learner: named(id, required(id).parts), asked }, signal);
      if (remembered.type === 'answer') return remembered.answer;
      const parts = await partsOf(id);
      return answerOf(await pool.run({ task, learner: named(id, parts.length), parts, asked }, signal));
    },
    async askOnce(task, body, asked, signal) {
      const part = service.support(body);
      service.summary([part]);
      return answerOf(await pool.run({ task, parts: [part], asked }, signal));
    },
  };

  function required(id: string): NonNullable<ReturnType<LearnerStore['find']>> {
    const found = store.find(id);
    if (!found) throw new Refusal(404, `There is no learner ${id}: it was deleted, or never made here. POST /adapt makes one.`);
    return found;
  }

  async function partsOf(id: string): Promise<readonly Part[]> {
    required(id);
    return ((await store.read(id)) as readonly Body[]).map((body) => service.support(body));
  }

  /** What changes one learner happens one after the other. */
  function inTurn<T>(id: string, change: () => Promise<T>): Promise<T> {
    const turn = (turns.get(id) ?? Promise.resolve()).then(change, change);
    turns.set(id, turn);
    const last = (): void => void (turns.get(id) === turn && turns.delete(id));
    turn.then(last, last);
    return turn;
  }
}

function answerOf(answered: Awaited<ReturnType<Pool['run']>>): unknown {
  if (answered.type === 'answer') return answered.answer;
  throw new Error('A worker said of a learner that it was given that it does not know it.');
}

async function stored(storing: Promise<void>): Promise<void> {
  try {
    await storing;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOSPC' && code !== 'EDQUOT' && code !== 'EFBIG') throw error;
    throw new Refusal(507, 'The disk of the server is full: nothing was stored.');
  }
}
