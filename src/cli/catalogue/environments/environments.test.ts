import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { z } from 'zod';
import { key } from '../../../random/index.js';
import { widthOf } from '../../../rl/index.js';
import { UsageError } from '../../failure.js';
import { agentEntries, agentNamed, algorithmNamed, environmentEntries, environmentFacts, environmentNamed, isEnvironment, taskNamed } from '../index.js';
import { readEnvironment } from './read-environment.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-environments-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const own = join(folder, 'own.mjs');
writeFileSync(
  own,
  `export default {
    name: 'own', observationSpace: { kind: 'box', size: 1, low: [0], high: [1] }, actionSpace: { kind: 'discrete', count: 2 }, horizon: 3, description: {},
    sampleTask: () => null,
    make: (tasks) => ({ rows: tasks.length, reset: () => new Float32Array(tasks.length), step: () => ({ observations: new Float32Array(tasks.length), rewards: new Float32Array(tasks.length), terminated: new Uint8Array(tasks.length), truncated: new Uint8Array(tasks.length) }) }),
  };`,
);
const refused = (said: RegExp) => (error: unknown): boolean => error instanceof UsageError && said.test(error.message);

describe('every environment of the catalogue', () => {
  // MuJoCo takes long to start; its environments have tests of their own.
  for (const entry of environmentEntries.filter(({ name }) => !/cheetah|ant-/.test(name))) {
    it(`makes ${entry.name} by its defaults, and takes a step in it`, async () => {
      const family = await entry.family({ argument: own, options: entry.options.parse({}) });
      const task = family.sampleTask(key(1));
      const environments = await family.make([task, task]);
      assert.equal(environments.reset([key(2), key(3)]).length, 2 * family.observationSpace.size);
      assert.equal(environments.step(new Float32Array(2 * widthOf(family.actionSpace))).rewards.length, 2);
      environments.close?.();
    });
  }

  it('describes each of its options, with a default', () => {
    for (const { name, options } of environmentEntries) {
      assert.ok(options.safeParse({}).success, name);
      for (const [option, schema] of Object.entries(options.shape)) assert.ok((schema as z.ZodType).description, `${name}: ${option}`);
    }
  });

  it('has an agent of the catalogue as its usual one', () => {
    for (const { algorithm } of environmentEntries) assert.ok(agentNamed(algorithm));
  });
});

describe('every agent of the catalogue', () => {
  for (const entry of agentEntries.filter(({ name }) => name !== 'random')) {
    it(`makes ${entry.name} by its defaults, for numbers and for choices`, async () => {
      for (const name of ['nav2d', 'cartpole', 'mdp']) {
        const environment = environmentNamed(name);
        const options = entry.options(environmentFacts(environment)).parse({});
        const { agent, outer } = entry.build(options, await environment.family({ options: environment.options.parse({}) }));
        assert.ok(agent.init(key(0)), name);
        assert.ok(outer.name, name);
      }
    });
  }

  it('describes each of its options, with a default', () => {
    for (const entry of agentEntries) {
      const options = entry.options(environmentFacts(environmentNamed('nav2d')));
      assert.ok(options.safeParse({}).success, entry.name);
      for (const [option, schema] of Object.entries(options.shape)) assert.ok((schema as z.ZodType).description, `${entry.name}: ${option}`);
    }
  });
});

describe('names', () => {
  it('of environments and of tasks of examples are told apart', () => {
    assert.deepEqual(['nav2d', 'environment:mine.js', 'sinusoid', 'images:nav2d'].map(isEnvironment), [true, true, false, false]);
    assert.throws(() => taskNamed('nav2d'), refused(/nav2d is an environment, which only metalearn train, test and watch are for/));
    assert.throws(() => taskNamed('pendlum'), refused(/Did you mean pendulum\?/));
    assert.throws(() => algorithmNamed('rl2'), refused(/rl2 learns to act in environments/));
    assert.throws(() => agentNamed('anil'), refused(/anil learns from examples[^]*choose anil-trpo/));
  });
});

describe("a user's own environment", () => {
  const written = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };

  it('is what its module exports as default', async () => {
    assert.equal((await readEnvironment(own)).name, 'own');
  });

  it('is refused with a sentence that says what is wrong', async () => {
    for (const [file, said] of [
      [join(folder, 'none.mjs'), /none\.mjs does not exist/],
      [written('broken.mjs', 'export default {'), /broken\.mjs cannot be loaded: /],
      [written('throws.mjs', 'throw new Error("no licence")'), /cannot be loaded: no licence/],
      [written('bare.mjs', 'export const family = 1'), /has no default export/],
      [written('call.mjs', 'export default () => ({})'), /is a function: call it/],
      [written('part.mjs', 'export default { name: "x", horizon: 0, observationSpace: { kind: "box" }, actionSpace: 3, description: {}, make() {} }'), /is no family of environments: actionSpace should be a space, .*, horizon should be a whole number of at least 1 and sampleTask should be a function that makes a task of a key and is missing/],
    ] as const) {
      await assert.rejects(readEnvironment(file), refused(said), String(said));
    }
  });
});
