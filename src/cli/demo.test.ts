import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { demo } from './demo.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-demo-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the demo', () => {
  it('sets both halves beside the conventional ways, in words and in a report', async () => {
    const said: string[] = [];
    const output = { say: (text: string) => void said.push(text), json: () => undefined, warn: () => undefined };
    const { results, report } = await demo({ folder, seed: 0, output, effort: 0.004 });
    assert.deepEqual(results.map(({ task }) => task), ['sinusoid', 'glyphs']);
    for (const { baselines, bySteps, steps } of results) {
      assert.deepEqual(baselines.map(({ name }) => name), ['pretrained, then fine-tuned', 'no meta-training']);
      assert.equal(bySteps.length, steps + 1);
    }
    assert.match(said.join('\n'), /mean squared error +before adapting[^]*accuracy +before adapting[^]*report\.html/);
    const page = readFileSync(report, 'utf8');
    assert.equal(page.match(/aria-label="Task \d/g)?.length, 6);
    assert.match(page, /Mean squared error by|mean squared error by adaptation steps[^]*accuracy by adaptation steps/);
  });
});
