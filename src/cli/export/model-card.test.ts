import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { metalearn } from '../../testing/command-line.js';
import { freshRun } from '../../testing/fresh-run.js';
import { keepCatalogue } from '../ratings/kept-catalogue.js';
import { openTrainedRun } from '../run-folder.js';
import { familyOf } from '../setup.js';
import { exportRun } from './export-run.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-card-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const cardOf = async (run: string): Promise<string> => {
  await exportRun(run, { out: `${run}-model` });
  return readFileSync(join(`${run}-model`, 'README.md'), 'utf8');
};

test('a card says what was learned, of what, how, and how well beside others', async () => {
  const run = await freshRun(join(folder, 'sinusoid'), 'sinusoid');
  assert.match(await cardOf(run), /Not tested: `metalearn test RUN`/);
  const bySteps = (...means: number[]) => means.map((mean, steps) => ({ steps, mean, ci95: 0.1 }));
  const baselines = [{ name: 'pretrained, then fine-tuned', mean: 3, ci95: 0.2, bySteps: bySteps(4, 3) }];
  const test = { run, task: 'sinusoid', algorithm: 'maml', shots: 5, queries: 100, steps: 1, episodes: 600, seed: 7, split: 'test', protocol: 'inductive', metric: 'mse', mean: 0.5, ci95: 0.1, bySteps: bySteps(3, 0.5), baselines, summary: 'Mean squared error 0.500.' };
  writeFileSync(join(run, 'test.json'), JSON.stringify(test));
  const card = await cardOf(run);
  for (const said of [
    '# 5-shot sinusoid, exact maml',
    'Mean squared error 0.500.',
    '| mean squared error | before adapting | 1 step |',
    '| meta-trained (maml) | 3.00 ± 0.10 | 0.500 ± 0.100 |',
    '| pretrained, then fine-tuned | 4.00 ± 0.10 | 3.00 ± 0.10 |',
    '600 tasks never seen in training, 100 queries, seed 7; ± is half of the 95 % interval.',
    '| Data | Sinusoids drawn by the program itself. |',
    '| Licence | MIT |',
    '| Weights | 1,761 parameters of 32 bits |',
    'metalearn train sinusoid --algorithm maml --shots 5 --iterations 70000 --seed 0',
    "import { load } from 'metalearn/web';",
  ]) assert.ok(card.includes(said), `${said} is not in\n${card}`);
  assert.ok(!card.includes(folder), 'folders of whoever trained are nobody else’s concern');
});

test('cards of texts say how a text becomes numbers', async () => {
  const file = join(folder, 'texts.csv');
  writeFileSync(file, `text,label\n${Array.from({ length: 120 }, (_, i) => `word${i} again,label${i % 15}`).join('\n')}\n`);
  const card = await cardOf(await freshRun(join(folder, 'text'), `text:${file}`, { ways: 2, channels: 8, set: ['representation=words'] }));
  assert.ok(card.includes('# 2-way 1-shot text of texts.csv, exact maml') && !card.includes(folder), card);
  assert.match(card, /Texts are n-gram ids, made by metalearn's `ngramIds\(\{"length":64,"buckets":4096/);
});

test('cards of ratings do not say where the tables of items and users lay', async () => {
  const [ratings, items] = [join(folder, 'ratings.csv'), join(folder, 'items.csv')];
  writeFileSync(ratings, `user,item,rating\n${Array.from({ length: 120 }, (_, i) => `u${i % 12},i${Math.floor(i / 12)},${1 + ((i * 7) % 5)}`).join('\n')}\n`);
  writeFileSync(items, `item,year\n${Array.from({ length: 10 }, (_, i) => `i${i},${1990 + i}`).join('\n')}\n`);
  const run = await freshRun(join(folder, 'ratings'), `ratings:${ratings}`, { set: [`items=${items}`] });
  const { settings } = await openTrainedRun(run);
  await keepCatalogue(run, await familyOf(settings, settings));
  const card = await cardOf(run);
  assert.match(card, /metalearn train ratings:FILE .*--set items=FILE/);
  assert.ok(!card.includes(folder), card);
  assert.ok(!readFileSync(join(`${run}-model`, 'artifact.json'), 'utf8').includes(folder));
});

test('cards tell the iterations that were done, not those that were planned, but of a rate that falls over these both', async () => {
  const run = join(folder, 'stopped');
  const { code, stderr } = await metalearn(['train', 'sinusoid', '--iterations', '3', '--meta-batch', '2', '--channels', '4', '--workers', '0', '--out', run]);
  assert.equal(code, 0, stderr);
  const file = join(run, 'config.json');
  const planned = (decay: string): void => {
    const config = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ ...config, schedule: { ...config.schedule, iterations: 900, decay } }));
    rmSync(`${run}-model`, { recursive: true, force: true });
  };
  planned('none');
  assert.match(await cardOf(run), /metalearn train sinusoid .* --iterations 3 /);
  planned('cosine');
  assert.match(await cardOf(run), /metalearn train sinusoid .* --iterations 900 [^]*It was stopped after 3 of these iterations\./);
});
