import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { foldInKey, mapTree, tensor, type HostOf, type NdArray } from '../../graph/index.js';
import { key } from '../../random/index.js';
import type { HostTask, Task } from '../../tasks/index.js';
import { askedOf } from '../options/settings.js';
import { completeSettings, factsOf } from '../settings/index.js';
import { algorithmOf, buildTest } from '../setup.js';
import { algorithmEntries, networkEntries, taskEntries } from './index.js';

const constants = <T>(tree: HostOf<T>): T => mapTree((leaf: NdArray) => tensor(leaf), tree) as unknown as T;
const factsOfTask = (entry: (typeof taskEntries)[number]) => factsOf(entry, entry.options.parse({}) as Record<string, never>, entry.sizes);

describe('the catalogue', () => {
  it('has no name twice, and all in kebab case', () => {
    for (const entries of [algorithmEntries, taskEntries, networkEntries]) {
      const names = entries.map(({ name }) => name);
      assert.deepEqual([...new Set(names)], names);
      for (const name of names) assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    }
  });

  it('has options that all are described and have defaults, and no name for two things', () => {
    for (const entry of taskEntries) {
      const facts = factsOfTask(entry);
      for (const algorithm of algorithmEntries.filter(({ serves }) => serves.includes(facts.target))) {
        const own = algorithm.options(facts);
        for (const name of Object.keys(own.shape)) assert.equal(name in entry.options.shape, false, `${name} of ${algorithm.name} and ${entry.name}`);
        for (const [name, option] of Object.entries({ ...own.shape, ...entry.options.shape })) {
          assert.ok((option as { description?: string }).description, `${name} of ${algorithm.name} or ${entry.name}`);
        }
        assert.doesNotThrow(() => own.parse({}));
      }
    }
  });

  it('has a network for each kind of input', () => {
    for (const entry of taskEntries) {
      const { input } = factsOfTask(entry);
      assert.ok(networkEntries.some(({ inputs }) => inputs.includes(input)), input);
    }
  });

  for (const task of ['sinusoid', 'glyphs', 'strokes', 'raters']) {
    it(`has algorithms for ${task} that give a loss and an answer for each query`, async () => {
      const entry = taskEntries.find(({ name }) => name === task)!;
      const facts = factsOfTask(entry);
      for (const algorithm of algorithmEntries.filter(({ serves, inputs }) => serves.includes(facts.target) && (inputs?.includes(facts.input) ?? true))) {
        const { settings } = completeSettings({ task }, askedOf({ algorithm: algorithm.name, ...(algorithm.ownNetwork ? {} : { channels: 4 }) }));
        const { family } = await buildTest(settings, 2);
        const made = algorithmOf(settings, family);
        const theta = constants<unknown>(made.init(key(1)));
        const episode = constants<Task>(family.sample('train', key(2)) as HostTask);
        const call = { steps: made.innerSteps > 0 ? 1 : 0, key: foldInKey(tensor({ data: new Int32Array([1, 2]), shape: [2], dtype: 'int32' }), 0), progress: tensor(0.5) };
        assert.deepEqual(made.objective(theta, episode, call).shape, [], algorithm.name);
        const phi = made.adapt(theta, episode, { steps: call.steps });
        const rows = family.target.kind === 'classes' ? 10 : 2;
        assert.deepEqual(made.predict(phi, episode.query.x).shape, [rows, family.target.kind === 'classes' ? 5 : 1], algorithm.name);
      }
    });
  }
});
