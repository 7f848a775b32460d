import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { learnersOf } from './learners.js';
import type { Service } from './service.js';
import type { LearnerStore } from './store/learner-store.js';
import type { Pool } from './workers/pool.js';
import type { Job } from './workers/protocol.js';
import { remembered } from './workers/remembered.js';

/** A service of words, a store in memory that may be full, and a worker that remembers what it adapted to. */
function learnersOfWords() {
  const disk = { full: false };
  const parts = new Map<string, unknown[]>();
  const store = {
    get size() {
      return parts.size;
    },
    find: (id) => parts.has(id) ? { parts: parts.get(id)!.length, created: 'now' } : undefined,
    async read(id) {
      const found = parts.get(id);
      await setTimeout(20);
      return found;
    },
    async add(id, part) {
      if (disk.full) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      parts.set(id, [...(parts.get(id) ?? []), part]);
    },
    remove: async (id) => void parts.delete(id),
  } as LearnerStore;
  const desk = { adapt: async (words: readonly unknown[]) => words.map((each) => (each as { word: string }).word).join(' '), bytesOf: () => 1 };
  const known = remembered<string>(desk, 1e6);
  const pool = {
    async run({ learner, parts: given }: Job) {
      const answer = learner ? await known.learner(learner.id, learner.parts, given) : await desk.adapt(given!);
      return answer === undefined ? { type: 'unknown' } : { type: 'answer', answer: { words: answer } };
    },
  } as Pool;
  const service = { support: (body) => body, summary: (all) => ({ examples: all.length }) } as Service;
  return { disk, learners: learnersOf(service, store, pool, 2) };
}

describe('learners', () => {
  it('are those of what was stored, also where a part could not be stored', async () => {
    const { disk, learners } = learnersOfWords();
    const { learner } = await learners.create({ word: 'one' });
    disk.full = true;
    await assert.rejects(learners.extend(learner, { word: 'lost' }), { status: 507, message: /disk of the server is full/ });
    assert.deepEqual(await learners.ask('predict', learner, {}), { words: 'one' });
    await assert.rejects(learners.extend(learner, { word: 'lost, too' }), { status: 507 });
    disk.full = false;
    await learners.extend(learner, { word: 'two' });
    assert.deepEqual(await learners.ask('predict', learner, {}), { words: 'one two' });
  });

  it('are told of as they were where they are deleted while they are read', async () => {
    const { learners } = learnersOfWords();
    const { learner } = await learners.create({ word: 'one' });
    const told = learners.tell(learner);
    await learners.remove(learner);
    assert.deepEqual(await told, { learner, created: 'now', examples: 1 });
    await assert.rejects(learners.tell(learner), { status: 404 });
  });

  it('are no more than the server stores, those that are on their way counted', async () => {
    const { learners } = learnersOfWords();
    const made = await Promise.allSettled(['a', 'b', 'c'].map((word) => learners.create({ word })));
    assert.deepEqual(made.map(({ status }) => status), ['fulfilled', 'fulfilled', 'rejected']);
    const [{ learner }] = made.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    await learners.remove(learner);
    assert.equal((await learners.create({ word: 'c' })).examples, 1);
  });
});
