import assert from 'node:assert/strict';
import { it } from 'node:test';
import { present } from './present.js';

const comparison = { folder: 'runs/x', task: 'omniglot', title: '5-way 1-shot omniglot', metric: 'accuracy', seconds: 60, seed: 0, episodes: 600, rows: [], failed: [], report: 'runs/x/report.html' } as const;

it('says in words that copies of images were shifted, where they were', () => {
  assert.match(present({ ...comparison, testShift: 2 }), /Test-time augmentation: .* shifted by 2 pixels, in all ways alike\./);
  assert.doesNotMatch(present(comparison), /augmentation/);
});
