import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UsageError } from '../failure.js';
import { agentFolder, completeAgent, parseEnvironment, titleOfEnvironment } from './complete.js';
import { agentScheduleSchema, agentSettingsSchema } from './settings.js';

const refused = (said: RegExp) => (error: unknown): boolean => error instanceof UsageError && said.test(error.message);
const set = (name: string, value: string) => ({ name, value, said: `--set ${name}=${value}` });

describe('the settings of an agent', () => {
  it('are those of the paper where nothing is said', () => {
    const { settings, schedule } = completeAgent({ environment: 'nav2d' }, {});
    const { innerSteps, innerLearningRate, episodes, hidden, maxDivergence } = settings.algorithmOptions;
    assert.deepEqual([settings.algorithm, innerSteps, innerLearningRate, episodes, hidden, maxDivergence], ['maml-trpo', 1, 0.1, 20, [100, 100], 0.01]);
    assert.deepEqual(schedule, { metaBatch: 20, iterations: 200, testSteps: 3 });
    assert.deepEqual(settings.environmentOptions, { horizon: 100 });
  });

  it('are what was said, each option read by the rules of whose it is', () => {
    const { settings, schedule } = completeAgent({ environment: 'bandit' }, { algorithm: 'rl2', metaBatch: 7, outerLearningRate: 0.002, options: [set('arms', '3'), set('units', '16'), set('lambda', '0.3')] });
    assert.deepEqual([settings.environmentOptions.arms, settings.algorithmOptions.units, settings.algorithmOptions.lambda, settings.algorithmOptions.outerLearningRate, schedule.metaBatch], [3, 16, 0.3, 0.002, 7]);
    const ranges = completeAgent({ environment: 'pendulum' }, { options: [set('length', '1'), set('mass', '0.5,2'), set('hidden', '64')] }).settings;
    assert.deepEqual([ranges.environmentOptions.length, ranges.environmentOptions.mass, ranges.algorithmOptions.hidden], [1, [0.5, 2], [64]]);
  });

  it('of what remembers have as many episodes at test as a trial was asked to have', () => {
    const { schedule } = completeAgent({ environment: 'mdp' }, { algorithm: 'varibad', options: [set('episodes', '3')] });
    assert.deepEqual([schedule.testSteps, completeAgent({ environment: 'mdp' }, {}).schedule.testSteps], [2, 9]);
  });

  it('are what config.json can hold', () => {
    for (const algorithm of ['maml-trpo', 'promp', 'rl2', 'oracle']) {
      const { settings, schedule } = completeAgent({ environment: 'mdp' }, { algorithm });
      assert.deepEqual(agentSettingsSchema.parse(JSON.parse(JSON.stringify(settings))), settings);
      assert.deepEqual(agentScheduleSchema.parse(schedule), schedule);
    }
  });

  it('are refused with a sentence where they cannot be', () => {
    for (const [asked, said] of [
      [{ algorithm: 'maml' }, /maml learns from examples, and does not act in environments: choose maml-trpo/],
      [{ algorithm: 'maml-ppo' }, /no algorithm 'maml-ppo'\. Did you mean maml-trpo\?/],
      [{ ways: 5 }, /--ways counts classes, and an environment has none/],
      [{ shots: 5 }, /--shots counts examples, and an environment has none: leave it out\. --set episodes=N says/],
      [{ channels: 8 }, /leave it out\. --set hidden=64,64 says how wide the layers of a policy are\.$/],
      [{ outerLearningRate: 0.1 }, /--outer-lr 0\.1: neither maml-trpo nor nav2d has an option outerLearningRate/],
      [{ options: [set('horizn', '3')] }, /horizn\. Did you mean horizon\?/],
      [{ options: [set('horizon', '0')] }, /--set horizon=0 is refused/],
      [{ options: [set('surrogate', 'dyce')] }, /--set surrogate=dyce is refused.*dice/],
    ] as const) {
      assert.throws(() => completeAgent({ environment: 'nav2d' }, asked), refused(said), String(said));
    }
  });
});

describe('TASK of an environment', () => {
  it('is its name, and a file where it has one', () => {
    assert.deepEqual(parseEnvironment('nav2d'), { environment: 'nav2d' });
    const own = parseEnvironment('environment:my/world.mjs');
    assert.match(own.argument!, /^\/.*\/my\/world\.mjs$/);
    assert.match(titleOfEnvironment(own), /^environment of \/.*world\.mjs$/);
  });

  it('is refused where there is a file too many, or none', () => {
    assert.throws(() => parseEnvironment('nav2d:x'), refused(/nav2d takes nothing after a colon/));
    assert.throws(() => parseEnvironment('environment:'), refused(/write environment:FILE/));
  });

  it('names the run folder, with the agent where it is not the usual one', () => {
    const folderOf = (environment: string, algorithm: string, argument?: string) => agentFolder({ environment, argument, algorithm, environmentOptions: {}, algorithmOptions: {} });
    assert.deepEqual([folderOf('nav2d', 'maml-trpo'), folderOf('nav2d', 'rl2'), folderOf('environment', 'maml-trpo', '/a/world.mjs')], ['runs/nav2d', 'runs/nav2d-rl2', 'runs/world']);
  });
});
