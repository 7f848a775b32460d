import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { key } from '../../../random/index.js';
import { readFixture, repository, type FixtureArray } from '../../../testing/fixtures.js';
import { ant } from './ant.js';
import { halfCheetah } from './half-cheetah.js';
import { observed, runners, type Motion, type Robot } from './runners.js';
import { simulationOf } from './simulation.js';

/** An episode of Gymnasium 1.3.0 with MuJoCo 3.14.0. */
type Recorded = Readonly<Record<'masses' | 'positions' | 'velocities' | 'actions' | 'observations' | 'x' | 'rewards' | 'contacts', FixtureArray>>;
const recorded = readFixture('mujoco.json') as { readonly halfCheetah: Recorded; readonly ant: Recorded };

/** What our own robot does from the recorded start with the recorded actions. */
async function replayed(robot: Robot, { positions, velocities, actions }: Recorded) {
  const motions: Motion[] = [];
  const begin = (_: unknown, q: Float64Array, v: Float64Array): void => {
    q.set(positions.values);
    v.set(velocities.values);
  };
  const environments = await runners({ name: 'replayed', titleOf: String }, { ...robot, begin }, [0], (_, motion) => motions.push({ ...motion }));
  environments.reset([key(0)]);
  const [steps, width] = actions.shape;
  const simulation = await simulationOf(robot.model);
  const observations: number[] = [];
  const x = [positions.values[0]];
  for (let step = 0; step < steps; step++) {
    const stepped = environments.step(Float32Array.from(actions.values.slice(step * width, (step + 1) * width)));
    assert.deepEqual([stepped.terminated[0], stepped.truncated[0]], [0, 0], `step ${step} has no end`);
    observations.push(...simulation.positions.slice(robot.unseen), ...simulation.velocities);
    x.push(simulation.positions[0]);
    // What the environment gives is the same in float32.
    assert.deepEqual([...stepped.observations], [...observations.slice(-observed(robot)).map(Math.fround)]);
  }
  return { motions, observations, x };
}

/** The fixture has ten digits. */
function near(found: readonly number[], expected: readonly number[], tolerance: number): void {
  assert.equal(found.length, expected.length);
  found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i])), `place ${i}: ${value} where Gymnasium has ${expected[i]}`));
}

/** Sines that differ in their last bit grow apart where feet hit the ground: closely at first, and then less so. */
function nearAtFirst(found: readonly number[], expected: readonly number[]): void {
  const half = found.length / 2;
  near(found.slice(0, half), expected.slice(0, half), 1e-8);
  near(found, expected, 1e-5);
}

test('the half-cheetah moves as that of Gymnasium does', async () => {
  const { observations, x, motions } = await replayed(halfCheetah, recorded.halfCheetah);
  nearAtFirst(observations, recorded.halfCheetah.observations.values);
  nearAtFirst(x, recorded.halfCheetah.x.values);
  near(motions.map(({ velocity, effort }) => velocity - 0.05 * effort), recorded.halfCheetah.rewards.values, 1e-5);
});

test('the ant moves and is touched as that of Gymnasium', async () => {
  const { observations, x, motions } = await replayed(ant, recorded.ant);
  nearAtFirst(observations, recorded.ant.observations.values);
  nearAtFirst(x, recorded.ant.x.values);
  near(motions.map(({ velocity }) => velocity), recorded.ant.x.values.slice(1).map((after, i) => (after - recorded.ant.x.values[i]) / 0.05), 1e-5);
  near(motions.map(({ contact }) => contact), recorded.ant.contacts.values, 1e-5);
  assert.ok(motions.some(({ contact }) => contact > 1), 'it stands on the ground');
});

test('bodies have the masses that are published, and robots say how many joints and motors they have', async () => {
  for (const [robot, { masses }] of [[halfCheetah, recorded.halfCheetah], [ant, recorded.ant]] as const) {
    const { model } = await simulationOf(robot.model);
    near([...model.body_mass], masses.values, 1e-9);
    assert.deepEqual([model.nq, model.nv, model.nu], [robot.positions, robot.velocities, robot.motors]);
  }
  const total = recorded.halfCheetah.masses.values.reduce((a, b) => a + b);
  assert.ok(Math.abs(total - 14) < 1e-8, `the half-cheetah weighs ${total} kg`);
});

test('MuJoCo is loaded where an environment is made, not where the package is imported', () => {
  const source = join(repository(), 'src');
  const named = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts') && readFileSync(join(source, file), 'utf8').match(/(from|import) '@mujoco/));
  assert.deepEqual(named, []);
  assert.match(readFileSync(join(source, 'rl/environments/mujoco/engine.ts'), 'utf8'), /await import\('@mujoco\/mujoco'\)/);
});
