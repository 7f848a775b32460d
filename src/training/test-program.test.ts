import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conditionalNeuralProcess } from '../algorithms/index.js';
import type { NdArray } from '../graph/index.js';
import { key } from '../random/index.js';
import { lines } from '../regression/index.js';
import type { HostExamples, TaskFamily } from '../tasks/index.js';
import { metaTest } from './index.js';

const family = lines({ shots: 3, queries: 4 });
const algorithm = conditionalNeuralProcess({ inputs: 1, outputs: 1, width: 4, hidden: [4], decoderHidden: [4] });
const theta = algorithm.init(key(1));

function answersAs(of: (y: NdArray) => NdArray, sets: readonly ('support' | 'query')[]): TaskFamily {
  const changed = (set: HostExamples): HostExamples => ({ ...set, y: of(set.y) });
  return {
    ...family,
    sample(split, taskKey) {
      const task = family.sample(split, taskKey);
      return { ...task, ...Object.fromEntries(sets.map((set) => [set, changed(task[set])])) };
    },
  };
}

test('values that come as a vector are refused, not compared with every prediction', async () => {
  const vectors = answersAs((y) => ({ ...y, shape: [y.shape[0]] }), ['query']);
  await assert.rejects(metaTest({ family: vectors, algorithm, theta, episodes: 2 }), /must have the same shape/);
});

test('other numbers of values a row than a learner gives are refused, too', async () => {
  const doubled = answersAs((y) => ({ ...y, data: Float32Array.from([...y.data, ...y.data]), shape: [y.shape[0], 2] }), ['query']);
  await assert.rejects(metaTest({ family: doubled, algorithm, theta, episodes: 2 }), /must have the same shape/);
});
