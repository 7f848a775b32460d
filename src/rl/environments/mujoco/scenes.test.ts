import assert from 'node:assert/strict';
import { test } from 'node:test';
import { key, normal } from '../../../random/index.js';
import { randomOf, type Episode, type Scene } from '../../environment/index.js';
import { antLegs } from './ant-scene.js';
import { ant } from './ant.js';
import { halfCheetahLines } from './half-cheetah-scene.js';
import { halfCheetah } from './half-cheetah.js';
import { antDirection, halfCheetahDirection, halfCheetahVelocity } from './index.js';
import type { Robot } from './runners.js';
import { simulationOf } from './simulation.js';
import { wayOf } from './way.js';

/** Some pose, what is observed of it, and the middles of MuJoCo's capsules and the ways that these point. */
async function posed(robot: Robot, seed: number) {
  const simulation = await simulationOf(robot.model);
  simulation.rest();
  robot.begin(randomOf(key(seed)), simulation.positions, simulation.velocities);
  normal(key(seed + 1), [robot.motors], 0, 0.4).data.forEach((angle, i) => (simulation.positions[robot.positions - robot.motors + i] += angle));
  simulation.pose();
  const { geom_xpos: middles, geom_xmat: turns } = simulation.data;
  const [x, y] = simulation.positions;
  return {
    x,
    y,
    observation: [...simulation.positions.slice(robot.unseen), ...simulation.velocities],
    middle: (geom: number): number[] => [...middles.slice(3 * geom, 3 * geom + 3)],
    axis: (geom: number): number[] => [2, 5, 8].map((i) => turns[9 * geom + i]),
  };
}

function near(found: readonly number[], expected: readonly number[], what: string): void {
  found.forEach((value, i) => assert.ok(Math.abs(value - expected[i]) < 1e-9, `${what}: ${found.join(', ')} where MuJoCo has ${expected.join(', ')}`));
}

test('the half-cheetah is drawn where its limbs are', async () => {
  for (const seed of [1, 2]) {
    const { x, observation, middle, axis } = await posed(halfCheetah, seed);
    const lines = halfCheetahLines(observation);
    // MuJoCo counts the ground, the spine, the head and then the limbs; the head is the last line.
    [1, 3, 4, 5, 6, 7, 8, 2].forEach((geom, i) => {
      const [[ax, az], [bx, bz]] = lines[i];
      const [mx, , mz] = middle(geom);
      near([(ax + bx) / 2 + x, (az + bz) / 2], [mx, mz], `middle of capsule ${geom}`);
      const [dx, , dz] = axis(geom);
      const length = Math.hypot(bx - ax, bz - az);
      near([(bx - ax) / length, (bz - az) / length], [dx, dz], `way of capsule ${geom}`);
    });
  }
});

test('the ant is drawn where its legs are', async () => {
  for (const seed of [1, 2]) {
    const { x, y, observation, middle } = await posed(ant, seed);
    const height = observation[0];
    antLegs(observation).forEach((points, leg) => {
      const path = [[0, 0, 0], ...points];
      // MuJoCo counts the ground, the trunk and then three capsules a leg.
      for (let part = 0; part < 3; part++) {
        const halfway = path[part].map((value, i) => (value + path[part + 1][i]) / 2 + [x, y, height][i]);
        near(halfway, middle(2 + 3 * leg + part), `part ${part} of leg ${leg}`);
      }
    });
  }
});

test('a way is the velocity added up', () => {
  assert.deepEqual(wayOf(Float32Array.of(9, 1, 9, 3, 9, -1), 2, 1, 0.5), [0, 1, 1.5]);
});

/** An episode at a speed of 2 m/s along x, standing otherwise. */
function steady(width: number, speedAt: number, steps: number, upright: readonly number[] = []): Episode {
  const observations = new Float32Array(width * (steps + 1));
  for (let step = 0; step <= steps; step++) {
    observations.set(upright, step * width);
    observations[step * width + speedAt] = 2;
  }
  return { steps, observations, actions: new Float32Array(steps * 8), rewards: new Float32Array(steps) };
}

const finite = (scene: Scene): boolean => !JSON.stringify(scene).includes('null');

test('a scene has a picture for each observation, all of it numbers, and says what the task was', () => {
  const cheetah = steady(17, 8, 20);
  const running = halfCheetahDirection().scene?.({ direction: -1 }, cheetah) as Scene;
  const paced = halfCheetahVelocity().scene?.({ velocity: 1.5 }, cheetah) as Scene;
  const walking = antDirection().scene?.({ direction: 1 }, steady(27, 13, 20, [0.75, 1])) as Scene;
  for (const [scene, words] of [[running, 'backward'], [paced, '1.50 m/s'], [walking, 'forward']] as const) {
    assert.equal(scene.frames.length, 21);
    assert.equal(scene.trail?.length, 21);
    assert.ok(finite(scene));
    assert.ok(scene.still.some((shape) => shape.kind === 'text' && shape.text === words));
  }
  // 20 steps of 0.05 s at 2 m/s.
  assert.ok(Math.abs((walking.trail as [number, number][])[20][0] - 2) < 1e-6);
  const metres = running.frames[20].flatMap((shape) => (shape.kind === 'text' ? [shape.text] : []));
  assert.deepEqual(metres, ['1', '2', '3']);
});

test('an episode that ended at once is drawn, too', () => {
  const scene = halfCheetahDirection().scene?.({ direction: 1 }, steady(17, 8, 0)) as Scene;
  assert.equal(scene.frames.length, 1);
  assert.ok(finite(scene));
});
