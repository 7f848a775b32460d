import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldIn, key } from '../random/index.js';
import build, { buildTrial } from './pace-setup.js';
import { buildRun } from './setup.js';
import { completeSettings, parseTask } from './settings/index.js';

const { settings } = completeSettings(parseTask('glyphs'), {});

test('the pace is measured on a few tasks of training over and over, the same in a worker', async () => {
  const { family } = await buildTrial(settings);
  const drawn = (of: typeof family): string[] => Array.from({ length: 200 }, (_, i) => [...of.sample('train', foldIn(key(5), i)).support.x.data].join());
  const trial = drawn(family);
  assert.ok(new Set(trial).size <= 32 && new Set(trial).size > 20);
  assert.ok(new Set(drawn((await buildRun(settings)).family)).size > 190);
  assert.deepEqual(drawn((await build(settings)).family), trial);
});
