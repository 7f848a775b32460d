import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { answerOf, metalearn } from '../../testing/command-line.js';
import { decodeSafetensors } from '../../training/index.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-agents-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const small = ['--meta-batch', '2', '--set', 'episodes=3', '--set', 'hidden=8', '--workers', '0'];
const parametersOf = (run: string): unknown => decodeSafetensors(readFileSync(join(run, 'checkpoint.safetensors'))).tensors;

describe('an agent', () => {
  const run = join(folder, 'nav2d');

  it('is trained into a run folder as other learners are', async () => {
    const { code, stdout, stderr } = await metalearn(['train', 'nav2d', '--set', 'horizon=8', '--iterations', '2', ...small, '--out', run]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Training maml-trpo on nav2d in .*\n2 iterations in [^]*Best return on validation tasks -\d[^]*Next: metalearn test/);
    assert.match(stderr, /nav2d {2}2\/2 .* return -\d[\d.]* to -\d[\d.]* {2}KL 0/);
    assert.deepEqual(readdirSync(run).sort(), ['best.safetensors', 'checkpoint.safetensors', 'config.json', 'metrics.jsonl', 'report.html']);
    const { setup, schedule } = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'));
    assert.deepEqual([setup.environment, setup.environmentOptions.horizon, setup.algorithm, setup.algorithmOptions.episodes, schedule.metaBatch], ['nav2d', 8, 'maml-trpo', 3, 2]);
    assert.match(readFileSync(join(run, 'report.html'), 'utf8'), /Meta-training[^]*before adapting[^]*<svg[^]*KL divergence/);
  });

  it('that learned nothing, as all its steps were refused, says so', async () => {
    const file = join(folder, 'hot.mjs');
    const home = JSON.stringify(new URL('../../rl/index.js', import.meta.url).href);
    writeFileSync(file, `import { box, environment } from ${home};
export default environment({ name: 'hot', observationSpace: box(0, 1e7), actionSpace: box(-1, 1), horizon: 8, sampleTask: (random) => ({ sign: random.uniform(-1, 1) }),
  reset: (_, random) => random.uniform(1e6, 2e6), observe: (heat) => [heat], step: (heat, [by], { sign }) => ({ state: heat + 1e5 * by, reward: sign * by }) });`);
    const { code, stderr } = await metalearn(['train', `environment:${file}`, '--iterations', '2', ...small, '--out', join(folder, 'hot')]);
    assert.equal(code, 0, stderr);
    assert.match(stderr, /step refused[^]*\nNothing was learned: every outer step was refused/);
    assert.match(readFileSync(join(folder, 'hot', 'report.html'), 'utf8'), /Nothing was learned: every outer step was refused/);
  });

  it('goes on to the bits of a run that never stopped, and not with other settings', async () => {
    const whole = join(folder, 'whole');
    const once = await metalearn(['train', 'nav2d', '--set', 'horizon=8', '--iterations', '3', ...small, '--out', whole]);
    assert.equal(once.code, 0, once.stderr);
    const other = await answerOf(['train', 'nav2d', '--out', run, '--resume', '--inner-steps', '2', '--seed', '3']);
    assert.equal(other.code, 2);
    assert.match(other.stderr, /seed is 0 there and 3 here/);
    const resumed = await metalearn(['train', 'nav2d', '--out', run, '--resume', '--iterations', '3', '--workers', '0', '--json']);
    assert.equal(resumed.code, 0, resumed.stderr);
    assert.equal(JSON.parse(resumed.stdout).iterations, 3);
    assert.deepEqual(parametersOf(run), parametersOf(whole));
  });

  it('is tested by the return after each step, beside baselines, and drawn', async () => {
    const { code, stdout, stderr } = await answerOf(['test', run, '--episodes', '3', '--steps', '1', '--json']);
    assert.equal(code, 0, stderr);
    const result = JSON.parse(stdout);
    assert.deepEqual([result.environment, result.steps, result.episodes, result.metric], ['nav2d', 1, 3, 'return']);
    assert.deepEqual(result.bySteps.map(({ steps }: { steps: number }) => steps), [0, 1]);
    assert.deepEqual(result.baselines.map(({ name, informed }: { name: string; informed?: boolean }) => [name, informed]), [['pretrained, then fine-tuned', undefined], ['oracle', true], ['random', undefined]]);
    for (const { mean, ci95 } of [result, ...result.baselines]) assert.ok(mean < 0 && ci95 > 0);
    for (const file of ['pretrained.safetensors', 'oracle.safetensors', 'test.json', 'trajectories.json']) assert.ok(existsSync(join(run, file)), file);
    assert.match(readFileSync(join(run, 'report.html'), 'utf8'), /What adapting gains[^]*oracle[^]*What it does[^]*goal \([^]*class="agent way"/);
  });

  it('is tested alone, in words, by the same figures for the same seed', async () => {
    const before = JSON.parse(readFileSync(join(run, 'test.json'), 'utf8'));
    const { code, stdout, stderr } = await answerOf(['test', run, '--episodes', '3', '--steps', '1', '--no-baselines']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^return +before adapting +after 1 step\n-+\nmeta-trained \(maml-trpo\) [^]*\nReturn after 1 step .* on tasks never seen in training\.\nReport: /);
    assert.deepEqual(JSON.parse(readFileSync(join(run, 'test.json'), 'utf8')).bySteps, before.bySteps);
  });

  it('is watched before and after adapting, in one file', async () => {
    const file = join(folder, 'a', 'new', 'folder', 'third.html');
    const { code, stdout, stderr } = await answerOf(['watch', run, '--task', '3', '--steps', '2', '--out', file, '--json']);
    assert.equal(code, 0, stderr);
    const watched = JSON.parse(stdout);
    assert.deepEqual([watched.task, watched.file, watched.episodes.map(({ name }: { name: string }) => name)], [3, file, ['before adapting', 'after 2 steps']]);
    assert.match(readFileSync(file, 'utf8'), /nav2d: goal \([^]*before adapting[^]*after 2 steps/);
    const said = await answerOf(['watch', run]);
    assert.match(said.stdout, /^goal \(.*\n {2}before adapting: return -[^]*\n {2}after 3 steps: return -[^]*Animation: .*watch\.html\n$/);
  });

  it('is not for commands that learn from examples', async () => {
    for (const args of [['adapt', run, '--support', folder, '--query', folder], ['serve', run]]) {
      const { code, stderr } = await answerOf(args);
      assert.equal(code, 2, args[0]);
      assert.match(stderr, /is of an agent that learned to act in nav2d: metalearn test .* and metalearn watch/);
    }
    const { code, stderr } = await answerOf(['test', run, '--shots', '5']);
    assert.equal(code, 2);
    assert.match(stderr, /--shots is of runs that learned from examples/);
  });
});

describe('agents that remember', () => {
  it('are tested beside conventional players', async () => {
    const run = join(folder, 'bandit');
    const trained = await metalearn(['train', 'bandit', '--set', 'pulls=5', '--set', 'arms=2', '--set', 'units=4', '--iterations', '1', '--meta-batch', '2', '--workers', '0', '--out', run]);
    assert.equal(trained.code, 0, trained.stderr);
    assert.match(trained.stdout, /^Training rl2 on bandit/);
    const { code, stdout, stderr } = await answerOf(['test', run, '--episodes', '4', '--json']);
    assert.equal(code, 0, stderr);
    const { adapts, baselines } = JSON.parse(stdout);
    assert.equal(adapts, 'memory');
    const names = baselines.map(({ name }: { name: string }) => name);
    for (const name of ['random', 'Thompson sampling', 'Gittins']) assert.ok(names.includes(name), name);
  });
});

describe('environments of a file', () => {
  const file = join(folder, 'steps.mjs');
  const text = (reward: string): string => `export default {
    name: 'steps', observationSpace: { kind: 'box', size: 1, low: [-9], high: [9] }, actionSpace: { kind: 'discrete', count: 2 }, horizon: 4, description: {},
    sampleTask: () => ({ way: 1 }),
    make(tasks) {
      const at = new Float32Array(tasks.length);
      const flags = () => new Uint8Array(tasks.length);
      return {
        rows: tasks.length,
        reset(keys, which) { if (which) for (const row of which) at[row] = 0; else at.fill(0); return at; },
        step(actions) { for (let row = 0; row < tasks.length; row++) at[row] += actions[row] === 1 ? 1 : -1; return { observations: at, rewards: ${reward}, terminated: flags(), truncated: flags() }; },
      };
    },
  };`;

  it('are trained and watched, and told when the file is another', async () => {
    const run = join(folder, 'own');
    writeFileSync(file, text('at.slice()'));
    const trained = await metalearn(['train', `environment:${file}`, '--iterations', '1', ...small, '--out', run]);
    assert.equal(trained.code, 0, trained.stderr);
    const watched = await answerOf(['watch', run, '--steps', '1']);
    assert.equal(watched.code, 0, watched.stderr);
    assert.doesNotMatch(watched.stderr, /has changed/);
    writeFileSync(file, text('at.map((x) => -x)'));
    assert.match((await answerOf(['watch', run, '--steps', '1'])).stderr, /steps\.mjs has changed since the run was trained on it/);
    const resumed = await metalearn(['train', `environment:${file}`, '--out', run, '--resume']);
    assert.equal(resumed.code, 2);
    assert.match(resumed.stderr, /has changed[^]*Put the file back as it was/);
  });
});

describe('what is asked of environments', () => {
  it('is refused with a sentence, exit code 2 and nothing on stdout where it cannot be', async () => {
    for (const [args, said] of [
      [['train', 'nav2'], /no task 'nav2'\. Did you mean nav2d\?/],
      [['train', 'nav2d', '--algorithm', 'random', '--out', join(folder, 'none')], /random learns nothing/],
      [['compare', '--algorithms', 'maml-trpo', '--task', 'nav2d', '--time', '1s'], /nav2d is an environment, which only metalearn train, test and watch are for/],
    ] as const) {
      const { code, stdout, stderr } = await answerOf(args);
      assert.deepEqual([code, stdout], [2, ''], args.join(' '));
      assert.match(stderr, said, args.join(' '));
      assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
    }
    assert.ok(!existsSync(join(folder, 'none')));
  });

  it('is listed, with options and defaults', async () => {
    const { stdout } = await answerOf(['tasks']);
    assert.match(stdout, /Environments, for agents that act:[^]*^nav2d +\S[^]*^environment:FILE +\S/m);
    const one = await answerOf(['tasks', 'bandit', '--json']);
    const { target, algorithm, options } = JSON.parse(one.stdout);
    assert.deepEqual([target, algorithm, options.map(({ name }: { name: string }) => name)], ['return', 'rl2', ['arms', 'pulls']]);
    const agents = JSON.parse((await answerOf(['algorithms', '--task', 'nav2d', '--json'])).stdout) as { name: string }[];
    assert.ok(agents.some(({ name }) => name === 'maml-trpo') && !agents.some(({ name }) => name === 'maml'));
    assert.match((await answerOf(['algorithms', 'maml-trpo'])).stdout, /Acts in environments\. Adapts by steps[^]*innerLearningRate +0\.1/);
  });
});
