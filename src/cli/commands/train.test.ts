import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { answerOf, metalearn } from '../../testing/command-line.js';
import { runReader } from '../board/read-runs.js';
import { detailsOf, listOf } from '../board/views.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-train-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const small = ['--meta-batch', '3', '--queries', '4'];

describe('train and test', () => {
  const run = join(folder, 'sinusoid');
  const files = (): string[] => readdirSync(run).sort();

  it('leave a run folder that a person can read', async () => {
    const { code, stdout, stderr } = await metalearn(['train', 'sinusoid', '--iterations', '20', ...small, '--out', run]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Training 5-shot sinusoid with exact maml in .*\n20 iterations in [^]*Next: metalearn test/);
    assert.deepEqual(files(), ['best.safetensors', 'checkpoint.safetensors', 'config.json', 'metrics.jsonl', 'report.html']);
    const config = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'));
    assert.deepEqual([config.setup.task, config.setup.queries, config.schedule.metaBatch, config.seed], ['sinusoid', 4, 3, 0]);
    assert.match(readFileSync(join(run, 'report.html'), 'utf8'), /Meta-training[^]*<svg/);
  });

  it('share small tasks that are cut in chunks with a process beside this one, to the same bits', async () => {
    const chunks = ['train', 'sinusoid', '--iterations', '6', ...small, '--chunk-size', '2', '--json', '--workers'];
    for (const workers of ['0', '2']) {
      const { code, stderr } = await metalearn([...chunks, workers, '--out', join(folder, `cut-${workers}`)]);
      assert.equal(code, 0, stderr);
    }
    const { training } = JSON.parse(readFileSync(join(folder, 'cut-2', 'config.json'), 'utf8'));
    assert.deepEqual([training.chunkSize, training.tasksPerCall, training.workers], [2, 2, 1]);
    assert.deepEqual(await parametersOf(join(folder, 'cut-2')), await parametersOf(join(folder, 'cut-0')));
    // What was cut stays cut, and shared, when it goes on.
    const resumed = await metalearn(['train', 'sinusoid', '--iterations', '9', '--out', join(folder, 'cut-2'), '--resume', '--json']);
    assert.equal(resumed.code, 0, resumed.stderr);
    const { training: after } = JSON.parse(readFileSync(join(folder, 'cut-2', 'config.json'), 'utf8'));
    assert.deepEqual([after.chunkSize, after.workers], [2, Math.min(availableParallelism(), 2) - 1]);
  });

  it('refuse chunks of more tasks than there are, before there is a folder', async () => {
    for (const task of ['sinusoid', 'nav2d']) {
      const large = await answerOf(['train', task, '--meta-batch', '3', '--chunk-size', '4', '--out', join(folder, 'cut-large')]);
      assert.equal(large.code, 2);
      assert.match(large.stderr, /--chunk-size 4: an iteration has 3 tasks \(--meta-batch\)\. Give at most as many\./);
    }
    assert.ok(!existsSync(join(folder, 'cut-large')));
  });

  it('do not overwrite a run', async () => {
    const before = readFileSync(join(run, 'checkpoint.safetensors'));
    const { code, stderr } = await answerOf(['train', 'sinusoid', '--iterations', '20', ...small, '--out', run]);
    assert.equal(code, 2);
    assert.match(stderr, /already holds a run[^]*--resume goes on[^]*--out/);
    assert.deepEqual(readFileSync(join(run, 'checkpoint.safetensors')), before);
    const demo = await answerOf(['demo', '--out', run]);
    assert.equal(demo.code, 2);
    assert.match(demo.stderr, /holds a run, whose report the demo would overwrite[^]*--out/);
  });

  it('go on with a run to the bits of one that never stopped', async () => {
    const whole = join(folder, 'whole');
    const once = await metalearn(['train', 'sinusoid', '--iterations', '45', ...small, '--out', whole, '--json']);
    assert.equal(once.code, 0, once.stderr);
    const resumed = await metalearn(['train', 'sinusoid', '--iterations', '45', '--out', run, '--resume', '--json']);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.equal(JSON.parse(resumed.stdout).iterations, 45);
    assert.deepEqual(await parametersOf(run), await parametersOf(whole));
  });

  it('do not go on with other settings, and name what differs', async () => {
    const { code, stderr } = await answerOf(['train', 'sinusoid', '--shots', '7', '--seed', '3', '--out', run, '--resume']);
    assert.equal(code, 2);
    assert.match(stderr, /shots is 5 there and 7 here; seed is 0 there and 3 here/);
  });

  it('print one JSON object with every figure, and put it into the report', async () => {
    const { code, stdout, stderr } = await answerOf(['test', run, '--episodes', '30', '--steps', '2', '--queries', '10', '--seed', '4', '--json']);
    assert.equal(code, 0, stderr);
    const result = JSON.parse(stdout);
    const { task, algorithm, shots, queries, steps, episodes, seed, protocol, metric } = result;
    assert.deepEqual({ task, algorithm, shots, queries, steps, episodes, seed, protocol, metric }, {
      task: 'sinusoid', algorithm: 'maml', shots: 5, queries: 10, steps: 2, episodes: 30, seed: 4, protocol: 'inductive', metric: 'mse',
    });
    assert.deepEqual(result.bySteps.map((each: { steps: number }) => each.steps), [0, 1, 2]);
    assert.deepEqual([result.mean, result.ci95], [result.bySteps[2].mean, result.bySteps[2].ci95]);
    assert.deepEqual(result.baselines.map(({ name }: { name: string }) => name), ['pretrained, then fine-tuned', 'no meta-training']);
    for (const { mean, ci95 } of [result, ...result.baselines]) assert.ok(mean > 0 && ci95 > 0);
    assert.ok(files().includes('test.json') && files().includes('pretrained.safetensors'));
    assert.match(readFileSync(join(run, 'report.html'), 'utf8'), /What adapting gains[^]*no meta-training/);
    const again = await answerOf(['test', run, '--episodes', '30', '--steps', '2', '--queries', '10', '--seed', '4', '--json', '--no-baselines']);
    assert.deepEqual(JSON.parse(again.stdout).bySteps, result.bySteps, 'the same seed gives the same figures');
  });

  it('pretrain alike, whatever the sizes of the test that does so first', async () => {
    const kept = join(run, 'pretrained.safetensors');
    const before = readFileSync(kept);
    rmSync(kept);
    const { code, stderr } = await answerOf(['test', run, '--episodes', '2', '--shots', '2', '--queries', '3', '--workers', '0']);
    assert.equal(code, 0, stderr);
    assert.deepEqual(readFileSync(kept), before);
  });

  it('stop at Ctrl-C with everything saved, and say how to go on', async () => {
    const long = join(folder, 'long');
    const started = (stdout: string, interrupt: () => void): void => void (stdout.includes('Training') && setTimeout(interrupt, 1500));
    const { code, stderr } = await metalearn(['train', 'sinusoid', ...small, '--out', long], { onOutput: started });
    assert.equal(code, 130, stderr);
    assert.ok(stderr.includes(`Stopped and saved in ${long}. To go on: metalearn train sinusoid --out ${long} --resume`), stderr);
    for (const name of ['checkpoint.safetensors', 'report.html']) assert.ok(existsSync(join(long, name)), name);
  });

  it('stop by time and say so', async () => {
    const { code, stdout, stderr } = await metalearn(['train', 'sinusoid', ...small, '--time', '1s', '--out', join(folder, 'timed'), '--json']);
    assert.equal(code, 0, stderr);
    const { stopped, iterations } = JSON.parse(stdout);
    assert.equal(stopped, 'time');
    assert.ok(iterations > 0 && iterations < 70_000);
  });

  it('say how to go on where all iterations are done long before the time is over', async () => {
    const run = join(folder, 'early');
    const { code, stdout, stderr } = await metalearn(['train', 'sinusoid', ...small, '--iterations', '20', '--time', '1h', '--out', run]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /20 iterations in/);
    assert.ok(stderr.includes(`before the 1:00:00 were over. To go on: metalearn train sinusoid --out ${run} --resume --iterations N`), stderr);
  });

  it('stop where the loss is no number any more, naming the iteration', async () => {
    const { code, stderr } = await metalearn(['train', 'sinusoid', '--inner-lr', '100', '--inner-steps', '30', ...small, '--out', join(folder, 'nan')]);
    assert.equal(code, 1);
    assert.match(stderr, /iteration \d+/);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });

  it('refuse a checkpoint that was cut short, and leave it as it is', async () => {
    for (const name of ['checkpoint', 'best']) truncateSync(join(run, `${name}.safetensors`), 600);
    for (const args of [['test', run], ['train', 'sinusoid', '--out', run, '--resume', '--iterations', '50']]) {
      const { code, stderr } = await answerOf(args);
      assert.equal(code, 1);
      assert.match(stderr, /(checkpoint|best)\.safetensors cannot be read: [^]* Put back a copy, or train again in another folder\./);
    }
    assert.equal(readFileSync(join(run, 'checkpoint.safetensors')).length, 600);
  });

  it('refuse a config.json that is not theirs', async () => {
    writeFileSync(join(run, 'config.json'), '{"setup": {"task": "chess"}}');
    const { code, stderr } = await answerOf(['test', run]);
    assert.equal(code, 1);
    assert.match(stderr, /config\.json is not that of a run of metalearn train: setup\.task/);
  });
});

/** The parameters and the optimiser's state of a checkpoint; the configuration beside them says how many iterations were planned. */
async function parametersOf(run: string): Promise<unknown> {
  const { decodeSafetensors } = await import('../../training/index.js');
  return decodeSafetensors(readFileSync(join(run, 'checkpoint.safetensors'))).tensors;
}

describe('a run that was tested', () => {
  const run = join(folder, 'tested');
  const train = (...more: string[]) => metalearn(['train', 'sinusoid', '--out', run, ...more]);
  const report = (): string => readFileSync(join(run, 'report.html'), 'utf8');

  it('is not called tested any more once it is trained further', async () => {
    const before = await train('--iterations', '20', ...small);
    assert.equal(before.code, 0, before.stderr);
    const tested = await answerOf(['test', run, '--episodes', '4', '--no-baselines']);
    assert.equal(tested.code, 0, tested.stderr);
    assert.match(report(), /on tasks never seen in training/);
    const further = await train('--resume', '--iterations', '60');
    assert.equal(further.code, 0, further.stderr);
    assert.match(report(), /Trained further since it was tested: run metalearn test/);
    assert.doesNotMatch(report(), /on tasks never seen in training/);
  });

  it('is trained by one process at a time', async () => {
    const held = join(run, 'training.lock');
    writeFileSync(held, `${process.pid}\n`);
    const config = readFileSync(join(run, 'config.json'), 'utf8');
    const refused = await train('--resume', '--iterations', '70');
    assert.equal(refused.code, 1, refused.stderr);
    assert.equal(readFileSync(join(run, 'config.json'), 'utf8'), config, 'what the other goes by is as it was');
    assert.match(refused.stderr, new RegExp(`Process ${process.pid} trains there: [^]*training\\.lock says so\\. Stop it, or give another folder`));
    // That of a process that is gone is taken over.
    writeFileSync(held, '999999999\n');
    const resumed = await train('--resume', '--iterations', '70', '--test-shift', '0');
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.equal(existsSync(held), false);
  });

  it('may be one that diverges: its reports, its export and its board say that there is no number', async () => {
    const file = join(run, 'config.json');
    const config = JSON.parse(readFileSync(file, 'utf8'));
    config.setup.algorithmOptions.innerLearningRate = 50;
    writeFileSync(file, JSON.stringify(config));
    const tested = await answerOf(['test', run, '--episodes', '4', '--no-baselines']);
    assert.equal(tested.code, 0, tested.stderr);
    assert.match(tested.stdout, /no number/);
    assert.match(report(), /no number/);
    assert.doesNotMatch(report(), /NaN|0\.000/);
    const { mean, hardest } = JSON.parse((await answerOf(['test', run, '--episodes', '4', '--no-baselines', '--json'])).stdout);
    assert.deepEqual([mean, hardest[0].score], [null, null]);
    const out = join(folder, 'diverged');
    const exported = await answerOf(['export', run, '--out', out]);
    assert.equal(exported.code, 0, exported.stderr);
    assert.match(readFileSync(join(out, 'README.md'), 'utf8'), /no number/);
    const [facts] = await runReader(folder).details(['tested']);
    assert.match(listOf([facts!], folder) + detailsOf(facts!, run), /no number/);
  });
});

describe('test by its defaults', () => {
  it('has as many queries as the tasks allow', async () => {
    const file = join(folder, 'people.csv');
    const rows = Array.from({ length: 10 * 12 }, (_, i) => `person${Math.floor(i / 12)},${i % 12},${(i * 7) % 13}`);
    writeFileSync(file, ['person,x,y', ...rows].join('\n'));
    const table = ['train', `table:${file}`, '--set', 'taskColumn=person', '--set', 'targetColumn=y', '--shots', '5', '--queries', '5'];
    const completion = ['train', 'image-completion', '--shots', '120', '--queries', '20'];
    for (const [args, expected] of [[table, 5], [completion, 14 * 14 - 120]] as const) {
      const out = join(folder, `defaults-${expected}`);
      const trained = await metalearn([...args, '--meta-batch', '2', '--iterations', '3', '--out', out]);
      assert.equal(trained.code, 0, trained.stderr);
      const { code, stdout, stderr } = await answerOf(['test', out, '--episodes', '3', '--no-baselines', '--json']);
      assert.equal(code, 0, stderr);
      const { queries, targetUnit } = JSON.parse(stdout);
      assert.equal(queries, expected);
      // Errors of a table are in deviations of its target, which whoever reads them is to know.
      assert.equal(targetUnit?.column, args === table ? 'y' : undefined);
      if (args === table) assert.match(readFileSync(join(out, 'report.html'), 'utf8'), /Errors are of targets divided by 3\.7\d, the deviation of &#34;y&#34; in training: in its own unit the root of the mean squared error is [\d.]+\./);
    }
  });

  it('has no steps where there are none, and says so where they are asked for', async () => {
    const out = join(folder, 'proto');
    const trained = await metalearn(['train', 'strokes', '--algorithm', 'proto-net', '--meta-batch', '2', '--iterations', '2', '--out', out]);
    assert.equal(trained.code, 0, trained.stderr);
    const { code, stderr } = await answerOf(['test', out, '--steps', '5']);
    assert.equal(code, 2);
    assert.match(stderr, /--steps 5: proto-net adapts in one go, without steps: leave it out/);
  });
});
