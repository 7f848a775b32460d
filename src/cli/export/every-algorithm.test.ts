import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { ndarray } from '../../graph/index.js';
import { freshRun } from '../../testing/fresh-run.js';
import { answeredNatively } from '../../testing/native-artifact.js';
import { adaptTo } from '../../training/index.js';
import { algorithmEntries } from '../catalogue/index.js';
import { openLearner } from '../learner.js';
import { exportRun } from './export-run.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-every-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const wave = (count: number, speed: number): Float32Array => Float32Array.from({ length: count }, (_, i) => Math.abs(Math.sin(speed * i + i * i)));

for (const { name, serves } of algorithmEntries) {
  test(`${name} is exported as programs that answer as the library does`, async () => {
    const values = serves.includes('values');
    const run = values ? await freshRun(join(folder, name), 'sinusoid', { algorithm: name }) : await freshRun(join(folder, name), 'glyphs', { algorithm: name, ways: 2, channels: 4, set: ['size=16'] });
    const out = join(folder, `${name}-model`);
    await exportRun(run, { out, ...(name === 'reptile' ? { steps: [2] } : {}) });

    const { algorithmFor, theta, schedule } = await openLearner(run);
    const shape = values ? [1] : [16, 16, 1];
    const size = values ? 1 : 256;
    const support = { x: wave(2 * size, 7), y: values ? [0.5, -1] : [0, 1] };
    const y = values ? ndarray(Float32Array.from(support.y), [2, 1]) : ndarray(Int32Array.from(support.y), [2], 'int32');
    const adapted = await adaptTo({ algorithm: algorithmFor(values ? 0 : 2), theta, support: { x: ndarray(support.x, [2, ...shape]), y }, steps: name === 'reptile' ? 2 : schedule.testSteps });
    const query = wave(size, 5);
    const expected = (await adapted.predict(ndarray(query, [1, ...shape]))).data;
    const answer = await answeredNatively(out, support, { x: query });
    const found = values ? answer.values : answer.logits;
    assert.equal(found.length, expected.length);
    found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-3 * Math.max(1, Math.abs(expected[i])), `${found} for ${expected}`));
  });
}
