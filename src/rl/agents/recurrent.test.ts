import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, evaluate, leavesOf, mapTree, mul, ndarray, reshape, square, sum, type HostOf, type NdArray, type Tensor } from '../../graph/index.js';
import { foldIn, key, normal } from '../../random/index.js';
import { assertClose } from '../../testing/close.js';
import { countedFamily } from '../../testing/counted-family.js';
import { assertSlope } from '../../testing/differences.js';
import { tensorsOf } from '../../testing/tensors.js';
import { ravel } from '../../training/ravel.js';
import { grad } from '../../transform/index.js';
import { bernoulliBandit, nav2d } from '../environments/index.js';
import { clippedRatioLoss, ppo, trpo } from '../outer/index.js';
import { metaTrainAgent } from '../training/index.js';
import { recurrentAgent, type RecurrentTheta, type TrialData } from './index.js';

const tasks = [1, 3, 2].map((steps, i) => ({ task: { steps }, key: foldIn(key(4), i) }));
const agent = recurrentAgent({ environment: countedFamily(3), episodes: 3, trials: 2, hidden: 4 });
const like = agent.init(key(1));
const theta = tensorsOf(like) as RecurrentTheta;
const loss = clippedRatioLoss(0.2);

async function collected(): Promise<HostOf<TrialData>> {
  const actor = agent.actor();
  const { data } = await actor.collect(ravel(like), tasks);
  await actor.release();
  return data;
}

/** What was collected on one task. */
const hostOf = (data: HostOf<TrialData>, task: number): HostOf<TrialData> =>
  mapTree(({ data: values, shape: [count, ...shape] }: NdArray) => ndarray(Float32Array.from(values).subarray((task * values.length) / count, ((task + 1) * values.length) / count), shape), data);
const tensorsOfTask = (data: HostOf<TrialData>, task: number): TrialData => tensorsOf(hostOf(data, task)) as TrialData;
const numberOf = (scalar: Tensor): number => (evaluate(scalar) as NdArray).data[0];

test('going over its trials again, the agent says what it said when it played them', async () => {
  const data = await collected();
  for (const task of tasks.keys()) {
    const own = tensorsOfTask(data, task);
    const taken = (outputs: Tensor): Tensor => mul(reshape(outputs, [-1, 3]), reshape(own.mask, [-1, 1]));
    assertClose(taken(agent.outputs(theta, own)), taken(own.behaviour), 1e-5);
    assertClose(agent.drift(agent.outputs(theta, own), own), 0, 1e-6, 1);
  }
});

test('steps that were not taken count for nothing', async () => {
  const data = hostOf(await collected(), 0);
  const mask = data.mask.data;
  assert.ok(mask.includes(0) && mask.includes(1));
  const spoilt = mapTree(({ data: values, shape }: NdArray) => ndarray(Float32Array.from(values, (value, i) => (mask[Math.floor((i * mask.length) / values.length)] === 0 ? 2 : value)), shape), { ...data, mask: [] });
  const [own, other] = [tensorsOf(data) as TrialData, { ...(tensorsOf(spoilt) as unknown as TrialData), mask: tensorsOf(data).mask } as TrialData];
  const facts = (of: TrialData) => [agent.objective(theta, of, loss), agent.drift(agent.outputs(theta, of), of)];
  assertClose(facts(other), facts(own), 1e-9);
});

test('the gradient of the objective is that of finite differences, through the whole trial', async () => {
  const own = tensorsOfTask(await collected(), 1);
  const along = tensorsOf(mapTree(({ shape }: NdArray) => normal(key(5), shape), like)) as RecurrentTheta;
  const moved = (from: RecurrentTheta, t: number): RecurrentTheta => mapTree((p: Tensor, direction: Tensor) => add(p, mul(direction, t)), from, along);
  // A little off what acted: ratios of one have advantages of mean zero, and no gradient to speak of.
  const objective = (at: RecurrentTheta): Tensor => agent.objective(at, own, loss);
  const start = moved(theta, 0.01);
  const slope = grad(objective)(start);
  const products = leavesOf<Tensor>(mapTree((a: Tensor, b: Tensor) => sum(mul(a, b)), slope, along));
  // Small steps, as ReLUs have kinks.
  assertSlope(products.reduce((total, one) => total + numberOf(one), 0), (t) => 100 * numberOf(objective(moved(start, t / 100))), 'the slope of the objective');
  assert.ok(leavesOf<Tensor>(slope).every((leaf) => numberOf(sum(square(leaf))) > 0));
});

test('the same keys give the same bits', async () => {
  assert.deepEqual(await collected(), await collected());
});

test('continuous actions have a deviation that is learned beside', async () => {
  const environment = nav2d({ horizon: 4 });
  const own = recurrentAgent({ environment, episodes: 2, hidden: 4 });
  assert.deepEqual(own.init(key(1)).policy.logDeviation?.shape, [2]);
  const actor = own.actor();
  const adaptations = await actor.adapt(ravel(own.init(key(1))), [{ task: environment.sampleTask(key(2)), key: key(3) }], 2);
  assert.deepEqual(adaptations[0].episodes.map(({ actions }) => actions.length), [8, 8]);
  await actor.release();
});

test('a memory learns to try both arms of a bandit and to stay with the better', async () => {
  const bandit = recurrentAgent({ environment: bernoulliBandit({ arms: 2, pulls: 10 }), hidden: 12 });
  const trained = await metaTrainAgent({ agent: bandit, outer: ppo({ learningRate: 0.02 }), metaBatchSize: 40, chunkSize: 40, iterations: 100, seed: 1 });
  const actor = bandit.actor();
  const drawn = Array.from({ length: 400 }, (_, i) => ({ task: bandit.environment.sampleTask(foldIn(key(8), i)), key: foldIn(key(9), i) }));
  const meanReturn = async (of: Float32Array): Promise<number> => (await actor.adapt(of, drawn, 1)).reduce((total, { returns }) => total + returns[0][0], 0) / drawn.length;
  const [before, after] = [await meanReturn(ravel(bandit.init(key(1)))), await meanReturn(ravel(trained.theta))];
  await actor.release();
  // Arms at random are worth 5 of 10, always the better one 6.7; two standard errors are 0.25.
  assert.ok(before < 5.4 && after > 5.7, `the mean return is ${before} before training and ${after} after`);
});

test('numbers that make no sense are refused', () => {
  const environment = countedFamily(3);
  assert.throws(() => recurrentAgent({ environment, episodes: 0 }), /episodes must be a whole number of at least 1, got 0/);
  assert.throws(() => recurrentAgent({ environment, hidden: 1.5 }), /hidden must be a whole number of at least 1, got 1.5/);
  assert.throws(() => recurrentAgent({ environment, discount: 1.1 }), /discount must be from 0 to 1, got 1.1/);
  assert.throws(() => recurrentAgent({ environment, entropyWeight: -1 }), /entropyWeight must be a finite number of at least 0, got -1/);
});

test('a trust region, which knows nothing of the values, is refused before anything is played', async () => {
  const trained = metaTrainAgent({ agent, outer: trpo(), iterations: 1, metaBatchSize: 2, seed: 0 });
  await assert.rejects(trained, { name: 'TypeError', message: /rl2 learns values beside its policy, of which the divergence that trpo measures its steps by says nothing\. Give it an outer rule that follows the gradient, such as ppo\(\)/ });
});
