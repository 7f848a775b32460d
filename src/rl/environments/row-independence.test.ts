import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { keysOf, tasksOf } from '../../testing/play.js';
import type { Json } from '../../training/index.js';
import { box, discrete, environment, randomOf, type Environments, type EnvironmentFamily } from '../environment/index.js';
import { bernoulliBandit, gaussianBandit } from './bandits.js';
import { tabularMdp } from './tabular.js';

const walk = environment({
  name: 'walk',
  observationSpace: box(-Infinity, Infinity),
  actionSpace: discrete(3),
  horizon: 10,
  sampleTask: (random) => ({ drift: random.normal() }),
  reset: (_, random) => random.uniform(),
  observe: (place) => [place],
  step: (place, action, { drift }, random) => ({ state: place + action + drift + random.normal(), reward: place }),
});

const families: EnvironmentFamily[] = [bernoulliBandit({ arms: 3 }), gaussianBandit({ arms: 3, deviation: 0.5 }), tabularMdp({ states: 4, actions: 3 }), walk];

/** What one row sees and gets: reset with `seed` at step 0 and again at `again`. */
function course(family: EnvironmentFamily, tasks: Json[], row: number, seeds: readonly number[], again: number): number[] {
  const environments = family.make(tasks) as Environments;
  const width = family.observationSpace.size;
  const own = (values: Float32Array): Float32Array => values.subarray(row * width, (row + 1) * width);
  const seen = [...own(environments.reset(seeds.map((seed) => keysOf(seed, 1)[0])))];
  for (let step = 0; step < 8; step++) {
    if (step === again) seen.push(...own(environments.reset([keysOf(seeds[row], 1)[0]], [row])));
    const { observations, rewards } = environments.step(Float32Array.from(tasks, (_, other) => (other === row ? step % 3 : (other + step) % 3)));
    seen.push(...own(observations), rewards[row]);
  }
  return seen;
}

for (const family of families) {
  test(`${family.name}: a row gives the same bits whatever stands beside it`, () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1e6 }), { minLength: 1, maxLength: 5 }), fc.nat(), fc.nat({ max: 7 }), (seeds, place, again) => {
        const row = place % seeds.length;
        const tasks = seeds.map((seed) => tasksOf(family, seed, 1)[0]);
        assert.deepEqual(course(family, tasks, row, seeds, again), course(family, [tasks[row]], 0, [seeds[row]], again));
      }),
      { numRuns: 40 },
    );
  });

  test(`${family.name}: a row that is begun anew leaves the others as they were`, () => {
    const tasks = tasksOf(family, 3, 3);
    const rewards = (anew: boolean): number[] => {
      const environments = family.make(tasks) as Environments;
      environments.reset(keysOf(4, 3));
      const gained = [environments.step(Float32Array.of(0, 1, 2)).rewards[2]];
      if (anew) environments.reset(keysOf(5, 2), [0, 1]);
      for (let step = 0; step < 5; step++) gained.push(environments.step(Float32Array.of(0, 1, 2)).rewards[2]);
      return gained;
    };
    assert.deepEqual(rewards(true), rewards(false));
  });

  test(`${family.name}: the same key gives the same task, in JSON, and another key another`, () => {
    const [first, second] = tasksOf(family, 1, 2);
    assert.deepEqual(JSON.parse(JSON.stringify(tasksOf(family, 1, 1)[0])), first);
    assert.notDeepEqual(first, second);
  });
}

test('draws lie where they should, and are the same again for the same key', () => {
  const draw = (): number[] => {
    const random = randomOf(keysOf(1, 1)[0]);
    return Array.from({ length: 900 }, (_, i) => (i % 3 === 0 ? random.uniform(2, 4) : i % 3 === 1 ? random.normal(10, 0.5) : random.integer(3)));
  };
  const drawn = draw();
  assert.deepEqual(draw(), drawn);
  const every = (start: number): number[] => drawn.filter((_, i) => i % 3 === start);
  assert.ok(every(0).every((value) => value >= 2 && value < 4) && Math.max(...every(0)) > 3.9 && Math.min(...every(0)) < 2.1);
  const mean = every(1).reduce((sum, value) => sum + value, 0) / 300;
  const deviation = Math.sqrt(every(1).reduce((sum, value) => sum + (value - mean) ** 2, 0) / 300);
  assert.ok(Math.abs(mean - 10) < 0.12 && Math.abs(deviation - 0.5) < 0.09, `mean ${mean}, deviation ${deviation}`);
  for (const choice of [0, 1, 2]) assert.ok(Math.abs(every(2).filter((value) => value === choice).length - 100) < 35);
});
