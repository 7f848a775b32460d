import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { ndarray } from '../../graph/index.js';
import { answerOf, metalearn } from '../../testing/command-line.js';
import { countChanged } from './adapting.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-compare-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const small = ['--task', 'sinusoid', '--time', '0.5s', '--episodes', '20', '--meta-batch', '3', '--json'];
const out = join(folder, 'all');
const compare = (algorithms: string, ...more: string[]) => metalearn(['compare', '--algorithms', algorithms, ...small, '--out', out, ...more]);

describe('compare', () => {
  it('trains and tests each on equal terms, beside the conventional ways', async () => {
    const { code, stdout, stderr } = await compare('maml,cnp', '--set', 'maml.innerSteps=2');
    assert.equal(code, 0, stderr);
    const { rows, metric, failed, pretraining } = JSON.parse(stdout);
    assert.deepEqual([metric, failed], ['mse', []]);
    assert.deepEqual(rows.map(({ name }: { name: string }) => name).sort(), ['cnp', 'maml', 'no meta-training', 'pretrained, then fine-tuned']);
    assert.deepEqual(rows.map(({ mean }: { mean: number }) => mean), rows.map(({ mean }: { mean: number }) => mean).sort((a: number, b: number) => a - b));
    assert.ok(pretraining.iterations > 0);
    const maml = rows.find(({ name }: { name: string }) => name === 'maml');
    assert.deepEqual([maml.parameters, maml.adaptingParameters, maml.steps, maml.published.value], [1761, 1761, 10, 0.35]);
    assert.ok(maml.ci95 > 0 && maml.trainingSeconds > 0 && maml.iterations > 0 && maml.adaptationMilliseconds > 0 && maml.validation.length > 0);
    if (process.platform === 'linux') assert.ok(maml.peakBytes > 2 ** 20);
    const { setup } = JSON.parse(readFileSync(join(out, 'maml', 'config.json'), 'utf8'));
    assert.equal(setup.algorithmOptions.innerSteps, 2);
    assert.match(readFileSync(join(out, 'report.html'), 'utf8'), /Results[^]*<svg[^]*Validation against time[^]*<svg[^]*Published numbers[^]*70,000 iterations/);
  });

  it('does not repeat what is finished, and takes in more algorithms', async () => {
    const before = statSync(join(out, 'maml', 'checkpoint.safetensors')).mtimeMs;
    rmSync(join(out, 'cells', 'no-meta-training.json'));
    const { code, stdout, stderr } = await compare('maml,cnp,anil', '--set', 'maml.innerSteps=2');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /3 of 6: anil[^]*6 of 6: no meta-training/);
    assert.doesNotMatch(stderr, /: maml|: cnp|: pretraining/);
    assert.equal(JSON.parse(stdout).rows.length, 5);
    assert.equal(statSync(join(out, 'maml', 'checkpoint.safetensors')).mtimeMs, before);
  });

  it('leaves the folder to another comparison that works there', async () => {
    const lock = join(out, 'comparison.lock');
    assert.ok(!existsSync(lock), 'what is done gives the folder up');
    writeFileSync(lock, `${process.pid}\n`);
    const { code, stderr } = await compare('maml,cnp', '--set', 'maml.innerSteps=2');
    rmSync(lock);
    assert.equal(code, 1);
    assert.equal(stderr, `error: Process ${process.pid} compares there: ${lock} says so. Stop it, or give another folder with --out. If ${process.pid} is another program, delete that file.\n`);
  });

  it('goes on with a cell that was interrupted, and tests it', async () => {
    const config = readFileSync(join(out, 'anil', 'config.json'), 'utf8');
    const cell = JSON.parse(readFileSync(join(out, 'cells', 'anil.json'), 'utf8'));
    writeFileSync(join(out, 'cells', 'anil.json'), JSON.stringify({ settings: cell.settings }));
    const { code, stdout, stderr } = await compare('anil', '--no-baselines');
    assert.equal(code, 0, stderr);
    const [row] = JSON.parse(stdout).rows;
    assert.deepEqual([row.name, JSON.parse(config).schedule.iterations], ['anil', JSON.parse(readFileSync(join(out, 'anil', 'config.json'), 'utf8')).schedule.iterations]);
    assert.ok(row.iterations >= cell.result.iterations);
    // Planned for far longer than it seemed to need, so that its time ends it.
    assert.ok(cell.result.iterations < JSON.parse(config).schedule.iterations, `${cell.result.iterations} iterations`);
  });

  it('tells of clicks the measure that they have, the least first', async () => {
    const clicks = join(folder, 'clicks.csv');
    const lines = Array.from({ length: 20 }, (_, user) => Array.from({ length: 8 }, (_, at) => `u${user},i${(user * 3 + at * at) % 40}`)).flat();
    writeFileSync(clicks, ['user,item', ...lines].join('\n'));
    const { code, stdout, stderr } = await metalearn(['compare', '--algorithms', 'maml,proto-net', '--task', `ratings:${clicks}`, '--set', 'target=taken', '--time', '0.5s', '--episodes', '20', '--no-baselines', '--json', '--out', join(folder, 'taken')]);
    assert.equal(code, 0, stderr);
    const { metric, rows } = JSON.parse(stdout);
    assert.equal(metric, 'logLoss');
    assert.ok(rows.length === 2 && rows[0].mean <= rows[1].mean, `${rows[0].mean}, ${rows[1]?.mean}`);
    assert.match(readFileSync(join(folder, 'taken', 'maml', 'report.html'), 'utf8'), /What adapting gains/);
  });

  it('says of ways that begin with pretraining that it was not finished, and does the others', async () => {
    const broken = join(folder, 'broken');
    mkdirSync(join(broken, 'pretraining', 'run'), { recursive: true });
    writeFileSync(join(broken, 'pretraining', 'run', 'config.json'), 'no JSON');
    writeFileSync(join(broken, 'comparison.json'), readFileSync(join(out, 'comparison.json')));
    const { code, stdout, stderr } = await metalearn(['compare', '--algorithms', 'anil', ...small, '--out', broken]);
    assert.equal(code, 1, stderr);
    const { rows, failed } = JSON.parse(stdout);
    assert.deepEqual(rows.map(({ name }: { name: string }) => name).sort(), ['anil', 'no meta-training']);
    assert.deepEqual(failed.map(({ name }: { name: string }) => name), ['pretraining', 'pretrained, then fine-tuned']);
    assert.match(failed[1].error, /The pretraining that it begins with was not finished\./);
  });

  it('refuses other conditions in the same folder, and what fits none', async () => {
    for (const [args, said] of [
      [['--algorithms', 'maml', ...small, '--episodes', '30', '--out', out], /holds another comparison: episodes is 20 there and 30 here/],
      [['--algorithms', 'maml', ...small, '--inner-lr', '0.02', '--out', out], /holds maml with other settings: algorithmOptions\.innerSteps/],
      [['--algorithms', 'maml,protonet', ...small, '--out', out], /no algorithm 'protonet'\. Did you mean proto-net/],
      [['--algorithms', 'all,protonet', ...small, '--out', out], /no algorithm 'protonet'/],
      [['--algorithms', 'maml,proto-net', ...small, '--out', out], /proto-net answers with classes/],
      [['--algorithms', 'cnp', ...small, '--first-order', '--out', out], /--first-order: none of cnp has an option firstOrder/],
      [['--algorithms', 'cnp', ...small, '--set', 'maml.innerSteps=2', '--out', out], /maml is none of the algorithms that are compared, cnp/],
      [['--algorithms', 'maml', ...small, '--out', folder], /is not empty and holds no comparison/],
      [['--algorithms', 'maml', '--task', 'glyphs', '--time', '1s', '--ways', '300', '--out', join(folder, 'wide')], /needs 300 classes/],
    ] as const) {
      const { code, stdout, stderr } = await answerOf(['compare', ...args]);
      assert.deepEqual([code, stdout], [2, ''], stderr);
      assert.match(stderr, said);
    }
    assert.equal(existsSync(join(folder, 'wide')), false);
  });

  it('names a file of its own that is damaged', async () => {
    const file = join(folder, 'broken', 'cells', 'anil.json');
    const broken = () => answerOf(['compare', '--algorithms', 'anil', ...small, '--out', join(folder, 'broken')]);
    for (const text of ['{', 'null', '{}', '{"settings":{},"result":{"name":7}}']) {
      writeFileSync(file, text);
      const { code, stderr } = await broken();
      assert.equal(code, 1);
      assert.match(stderr, /anil\.json is damaged: .*Delete it to have that part done again/);
    }
    writeFileSync(join(folder, 'broken', 'comparison.json'), '{"settings": {');
    const { code, stderr } = await broken();
    assert.deepEqual([code, /comparison\.json is damaged: .*give another folder with --out/.test(stderr)], [1, true], stderr);
  });

  it('puts a learner that diverged last, and says that it has no number', async () => {
    const diverging = join(folder, 'diverging');
    const { code, stdout, stderr } = await metalearn(['compare', '--algorithms', 'maml,anil', ...small, '--set', 'maml.innerLearningRate=100', '--no-baselines', '--out', diverging]);
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout).rows.map(({ name, mean }: { name: string; mean: number | null }) => [name, mean === null]), [['anil', false], ['maml', true]]);
    const report = readFileSync(join(diverging, 'report.html'), 'utf8');
    assert.match(report, /no number/);
    assert.doesNotMatch(report, /NaN|null/);
  });

  it('stops at Ctrl-C with what was done, and says how to go on', async () => {
    const stopped = join(folder, 'stopped');
    const args = ['compare', '--algorithms', 'maml', '--task', 'sinusoid', '--time', '1m', '--iterations', '1000000', '--out', stopped];
    const { code, stderr } = await metalearn(args, { onError: (said, interrupt) => void (said.includes('1 of') && setTimeout(interrupt, 2500)) });
    assert.equal(code, 130, stderr);
    assert.match(stderr, /saved in .*stopped\. The same command goes on with it/);
    assert.ok(existsSync(join(stopped, 'maml', 'checkpoint.safetensors')));
  });
});

describe('what adapts', () => {
  it('is what theta does not have as it is', () => {
    const theta = { a: ndarray([1, 2, 3]), b: ndarray([4, 5]) };
    assert.equal(countChanged(theta, theta), 0);
    assert.equal(countChanged(theta, { a: theta.a, b: ndarray([4, 6]) }), 2);
    assert.equal(countChanged(theta, { theta, prototypes: ndarray([[1, 2], [3, 4]]) }), 4);
  });
});
