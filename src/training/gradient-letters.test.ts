import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gradientLetters } from './gradient-letters.js';

const { requests, replies } = gradientLetters;
const chunk = { index: 2, first: 9, count: 4 };
const theta = Float32Array.of(1, -0, NaN, Infinity);

test('what is asked of chunks and what is given comes out of a letter as it was', () => {
  for (const request of [{ type: 'chunk', chunk, ask: { gradients: { iteration: 70_000, theta } } }, { type: 'chunk', chunk }] as const) {
    assert.deepEqual(requests.read(requests.write(request)!), request);
  }
  const reply = { type: 'answer', answer: { gradient: theta, losses: new Float32Array(4) } } as const;
  assert.deepEqual(replies.read(replies.write(reply)!), reply);
});

test('whatever else there is to say is no letter', () => {
  const curves = { theta: {}, seed: 1, split: 'test', measuredAfter: [0], protocol: 'both', tasksPerCall: 4 } as const;
  assert.equal(requests.write({ type: 'chunk', chunk, ask: { curves } }), undefined);
  assert.equal(replies.write({ type: 'answer', answer: { transductive: [[1]], inductive: [] } }), undefined);
  assert.equal(replies.write({ type: 'failure', message: 'no luck' }), undefined);
});
