import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, it } from 'node:test';
import { answerOf, metalearn } from '../testing/command-line.js';
import { writeRunReport } from './run-report.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-run-report-'));
after(() => rmSync(folder, { recursive: true, force: true }));

it('tells the iterations that were done, of which metrics with a line every few may know fewer', async () => {
  const run = join(folder, 'run');
  const { code, stderr } = await metalearn(['train', 'sinusoid', '--iterations', '7', '--meta-batch', '2', '--channels', '4', '--workers', '0', '--out', run]);
  assert.equal(code, 0, stderr);
  const file = join(run, 'metrics.jsonl');
  const lines = readFileSync(file, 'utf8').trim().split('\n').filter((line) => JSON.parse(line).iteration <= 5);
  writeFileSync(file, `${lines.join('\n')}\n`);
  assert.match(readFileSync(await writeRunReport(run), 'utf8'), /7 iterations of 2 tasks in [\d.]+ s\./);
  writeFileSync(file, '');
  assert.match(readFileSync(await writeRunReport(run), 'utf8'), /7 iterations of 2 tasks\./);
});

it('speaks of batch statistics where the network has some', async () => {
  const reported = async (name: string, ...task: string[]): Promise<string> => {
    const run = join(folder, name);
    for (const command of [['train', ...task, '--iterations', '1', '--meta-batch', '1', '--channels', '4', '--workers', '0', '--out', run], ['test', run, '--episodes', '2', '--no-baselines', '--no-probabilities', '--workers', '0']]) {
      const { code, stderr } = await answerOf(command);
      assert.equal(code, 0, stderr);
    }
    return readFileSync(join(run, 'report.html'), 'utf8');
  };
  assert.match(await reported('none', 'sinusoid'), /2 test tasks, seed 0, 100 queries\./);
  assert.match(await reported('some', 'strokes', '--ways', '2'), /2 test tasks, seed 0, 15 queries of each class, transductive batch statistics\./);
});
