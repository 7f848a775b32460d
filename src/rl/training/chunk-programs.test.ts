import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { maml } from '../../algorithms/index.js';
import { compile } from '../../compile/index.js';
import { ndarray, relu, reshape, sum, unravelTensor, type HostOf, type Tensor } from '../../graph/index.js';
import { collectGarbage } from '../../testing/collect-garbage.js';
import tinyAgent, { type TinyData, type TinyTheta } from '../../testing/tiny-agent.js';
import { ravel } from '../../training/ravel.js';
import { streamKey } from '../../training/streams.js';
import { hvp, vmap } from '../../transform/index.js';
import { adaptiveAgent } from '../agents/index.js';
import { nav2d } from '../environments/index.js';
import { mlpPolicy } from '../policies/index.js';
import { lvc } from '../surrogates/index.js';
import { chunkPrograms } from './chunk-programs.js';
import { drawTasks, iterationKey } from './draw-tasks.js';

const { agent, outer } = tinyAgent();
const like = agent.init(streamKey(3, 'initial'));
const theta = Float32Array.of(0.9, 0.7);
const data = agent.actor().collect(theta, drawTasks(agent.environment, iterationKey(3, 0), { first: 0, count: 5 })).then((collected) => collected.data);
const close = (value: number, wanted: number, tolerance: number): void => assert.ok(Math.abs(value - wanted) <= tolerance * Math.max(1, Math.abs(wanted)), `${value}, not ${wanted}`);

test('the gradient is that of the sum of the objectives', async () => {
  const programs = chunkPrograms(agent, outer.loss, like, 5);
  const { total, losses } = await programs.gradient(theta, await data);
  const sumAt = async (i: number, by: number): Promise<number> => (await programs.evaluate(theta.map((value, j) => (j === i ? value + by : value)), await data)).losses!.reduce((a, b) => a + b);
  for (const i of [0, 1]) close(total![i], ((await sumAt(i, 0.01)) - (await sumAt(i, -0.01))) / 0.02, 0.01);
  const evaluated = await programs.evaluate(theta, await data);
  losses!.forEach((loss, i) => close(loss, evaluated.losses![i], 1e-5));
  await programs.release();
});

test('where nothing has moved the divergence is zero, and its curvature the Hessian of the whole', async () => {
  const programs = chunkPrograms(agent, outer.loss, like, 5);
  const { divergences } = await programs.evaluate(theta, await data);
  divergences!.forEach((divergence) => close(divergence, 0, 1e-6));
  const whole = compile((flat: Tensor, own: TinyData, direction: Tensor) => {
    const divergence = (at: Tensor): Tensor => sum(vmap((each: TinyData) => agent.drift(agent.outputs(unravelTensor<TinyTheta>(at, like), each), each))(own));
    return reshape(hvp(divergence, flat, direction), [-1]);
  });
  const curvature = await programs.curvature(theta, await data);
  for (const direction of [Float32Array.of(1, 0), Float32Array.of(-0.3, 2)]) {
    const wanted = await whole(ndarray(theta), await data, ndarray(direction));
    (await curvature.times(direction)).total!.forEach((value, i) => close(value, wanted.data[i], 1e-3));
  }
  await Promise.all([programs.release(), whole.release()]);
});

test('the gradient comes with the curvature', async () => {
  const programs = chunkPrograms(agent, outer.loss, like, 2);
  const [alone, { gradient }] = [await programs.gradient(theta, await data), await programs.curvature(theta, await data)];
  for (const name of ['total', 'losses', 'divergences'] as const) {
    assert.equal(gradient[name]!.length, name === 'total' ? 2 : 5);
    gradient[name]!.forEach((value, i) => close(value, alone[name]![i], 1e-4));
  }
  await programs.release();
});

test('tasks may be taken a few at a time', async () => {
  const [together, apart] = [chunkPrograms(agent, outer.loss, like, 5), chunkPrograms(agent, outer.loss, like, 2)];
  const direction = Float32Array.of(1, 2);
  const answers = await Promise.all([together, apart].map(async (programs) => [await programs.gradient(theta, await data), await (await programs.curvature(theta, await data)).times(direction)]));
  const flat = answers.map((each) => each.flatMap(({ total, losses = [], divergences = [] }) => [...total!, ...losses, ...divergences]));
  assert.equal(flat[1].length, 2 + 5 + 5 + 2);
  flat[1].forEach((value, i) => close(value, flat[0][i], 1e-4));
  await Promise.all([together.release(), apart.release()]);
});

test('where what products share would take too much memory it is not held, and the bits are the same', async () => {
  const [holding, lean] = [chunkPrograms(agent, outer.loss, like, 2), chunkPrograms(agent, outer.loss, like, 2, 1)];
  const [held, anew] = [await holding.curvature(theta, await data), await lean.curvature(theta, await data)];
  for (const direction of [Float32Array.of(1, 2), Float32Array.of(-3, 0.1)]) assert.deepEqual(await anew.times(direction), await held.times(direction));
  assert.deepEqual(anew.gradient, held.gradient);
  await Promise.all([holding.release(), lean.release()]);
});

test('data whose leaves differ in their tasks are refused', async () => {
  const programs = chunkPrograms(agent, outer.loss, like, 2);
  const whole = await data;
  const odd = { ...whole, query: { ...whole.query, advantages: ndarray(new Float32Array(16), [4, 4]) } } as HostOf<TinyData>;
  await assert.rejects(programs.evaluate(theta, odd), /one leading axis of tasks, but some has 5 there and some 4/);
  await programs.release();
});

test('what is not held is let go of', async () => {
  const environment = nav2d({ horizon: 20 });
  const learner = mlpPolicy(environment.observationSpace.size, environment.actionSpace, { hidden: [64, 64], activation: relu });
  const navigating = adaptiveAgent({ environment, algorithm: maml({ learner, loss: lvc(learner.distribution), innerSteps: 1, innerLearningRate: 0.1 }), episodes: 10, discount: 0.99, lambda: 1 });
  const initial = navigating.init(streamKey(3, 'initial'));
  const at = ravel(initial);
  const actor = navigating.actor();
  const { data: played } = await actor.collect(at, drawTasks(environment, iterationKey(3, 0), { first: 0, count: 6 }));
  const growth = async (mostHeld?: number): Promise<number> => {
    const programs = chunkPrograms(navigating, outer.loss, initial, 1, mostHeld);
    const before = await arrayBytes();
    const curvature = await programs.curvature(at, played);
    const after = await arrayBytes();
    assert.equal((await curvature.times(at)).total!.length, at.length);
    await programs.release();
    return after - before;
  };
  const [held, lean] = [await growth(), await growth(1)];
  assert.ok(held > 1e6 && lean < held / 3, `${lean} bytes where nothing beyond the first task is held, ${held} where all six are`);
  await actor.release();
});

/** Bytes of arrays that something still refers to. */
async function arrayBytes(): Promise<number> {
  for (let i = 0; i < 3; i++) {
    collectGarbage();
    await setTimeout(10);
  }
  return process.memoryUsage().arrayBuffers;
}
