import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { presentAlgorithms, timeAlgorithms } from './algorithms.js';

describe('the times of algorithms', () => {
  it('are those of the tasks that each can do', async () => {
    const times = await timeAlgorithms({ algorithms: ['anil', 'proto-net'], seconds: 0.01 });
    assert.deepEqual(times.map(({ algorithm, task }) => `${algorithm} ${task}`), ['anil images', 'proto-net images', 'anil curves']);
    for (const { milliseconds, p10, p90, parameters } of times) assert.ok(p10 <= milliseconds && milliseconds <= p90 && p10 > 0 && parameters > 1000);
    assert.match(presentAlgorithms(times), /anil +images +[\d.]+ \(/);
  });

  it('are not taken of what there is not', async () => {
    await assert.rejects(timeAlgorithms({ algorithms: ['anli'], seconds: 0.01 }), /There is no algorithm 'anli'.*anil/);
  });
});
