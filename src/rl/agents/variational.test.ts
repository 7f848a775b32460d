import assert from 'node:assert/strict';
import { test } from 'node:test';
import { add, evaluate, leavesOf, mapTree, mul, ndarray, square, sum, tensor, type HostOf, type NdArray, type Tensor } from '../../graph/index.js';
import { foldIn, key, normal } from '../../random/index.js';
import { assertClose } from '../../testing/close.js';
import { countedFamily } from '../../testing/counted-family.js';
import { assertSlope } from '../../testing/differences.js';
import { tensorsOf } from '../../testing/tensors.js';
import { ravel } from '../../training/ravel.js';
import { grad } from '../../transform/index.js';
import { bernoulliBandit, nav2d } from '../environments/index.js';
import { clippedRatioLoss, ppo } from '../outer/index.js';
import { metaTrainAgent } from '../training/index.js';
import { beliefDivergence, surprise, type Belief } from './belief.js';
import { variationalAgent, type VariationalData, type VariationalOptions, type VariationalTheta } from './index.js';

const environment = countedFamily(3);
const tasks = [1, 3, 2].map((steps, i) => ({ task: { steps }, key: foldIn(key(4), i) }));
const loss = clippedRatioLoss(0.2);
const agentOf = (more: Partial<VariationalOptions> = {}) => variationalAgent({ environment, episodes: 3, trials: 2, hidden: 4, latent: 2, decoderWidth: 4, policyHidden: [4], guesses: 3, decodeObservations: true, ...more });
const agent = agentOf();
const like = agent.init(key(1));
const theta = tensorsOf(like) as VariationalTheta;

async function collected(task: number): Promise<HostOf<VariationalData>> {
  const actor = agent.actor();
  const { data } = await actor.collect(ravel(like), tasks);
  await actor.release();
  return mapTree(({ data: values, shape: [count, ...shape] }: NdArray) => ndarray(Float32Array.from(values).subarray((task * values.length) / count, ((task + 1) * values.length) / count), shape), data);
}

const dataOf = async (task: number): Promise<VariationalData> => tensorsOf(await collected(task)) as VariationalData;
const numberOf = (scalar: Tensor): number => (evaluate(scalar) as NdArray).data[0];
const lengthOf = (tree: unknown): number => leavesOf<Tensor>(tree).reduce((total, leaf) => total + numberOf(sum(square(leaf))), 0);

test('the divergence of beliefs is the integral of p log(p / q), and zero for equal ones', () => {
  const belief = (mean: number, logVariance: number): Belief => ({ mean: tensor([mean]), logVariance: tensor([logVariance]) });
  const [p, q] = [[0.3, -0.5], [-0.4, 0.7]] as const;
  const log = (x: number, [mean, logVariance]: readonly [number, number]) => -0.5 * (Math.log(2 * Math.PI) + logVariance + (x - mean) ** 2 / Math.exp(logVariance));
  let integral = 0;
  for (let x = -12; x < 12; x += 1e-3) integral += 1e-3 * Math.exp(log(x, p)) * (log(x, p) - log(x, q));
  assertClose(beliefDivergence(belief(...p), belief(...q)), integral, 1e-6);
  assertClose(beliefDivergence(belief(...p), belief(...p)), 0, 1e-9, 1);
});

test('a belief changes from that of the step before, and at first from the standard normal distribution', () => {
  const belief = { mean: tensor([[[1, 0], [1, 0], [1, 2]]]), logVariance: tensor([[[0, 0], [0, 0], [0, 0]]]) };
  assertClose(surprise(belief), tensor([[0.5, 0, 2]]));
});

test('the loss of the policy does not reach the encoder, the evidence does', async () => {
  const own = await dataOf(1);
  const slopeOf = (elboWeight: number) => grad((at: VariationalTheta) => agentOf({ elboWeight }).objective(at, own, loss))(theta);
  const [without, beside] = [slopeOf(0), slopeOf(1)];
  assert.deepEqual([lengthOf(without.encoder), lengthOf(without.decoder)], [0, 0]);
  assert.ok(lengthOf(without.policy) > 0 && lengthOf(without.value) > 0);
  for (const part of [...leavesOf<Tensor>(beside.encoder), ...leavesOf<Tensor>(beside.decoder)]) assert.ok(lengthOf(part) > 0);
  assertClose([beside.policy, beside.value], [without.policy, without.value]);
  assert.equal(lengthOf(grad((at: VariationalTheta) => sum(agent.outputs(at, own)))(theta).encoder), 0);
});

test('the gradient of encoder and decoder is that of finite differences', async () => {
  const own = await dataOf(2);
  const pure = agentOf({ valueWeight: 0, entropyWeight: 0 });
  const along = tensorsOf(mapTree(({ shape }: NdArray) => normal(key(5), shape), { encoder: like.encoder, decoder: like.decoder })) as Pick<VariationalTheta, 'encoder' | 'decoder'>;
  const moved = (t: number): VariationalTheta => ({ ...theta, ...mapTree((p: Tensor, direction: Tensor) => add(p, mul(direction, t)), { encoder: theta.encoder, decoder: theta.decoder }, along) });
  // What the policy is told changes with the encoder, so its loss is left out.
  const none = () => tensor(0);
  const { encoder, decoder } = grad((at: VariationalTheta) => pure.objective(at, own, none))(theta);
  const products = leavesOf<Tensor>(mapTree((a: Tensor, b: Tensor) => sum(mul(a, b)), { encoder, decoder }, along));
  assertSlope(products.reduce((total, one) => total + numberOf(one), 0), (t) => numberOf(pure.objective(moved(t / 100), own, none)) * 100, 'the slope of the evidence');
});

test('going over its trials again, the agent says what it said when it played them, and steps not taken count for nothing', async () => {
  const host = await collected(0);
  const own = tensorsOf(host) as VariationalData;
  assertClose(agent.drift(agent.outputs(theta, own), own), 0, 1e-6, 1);
  const mask = host.mask.data;
  const spoilt = (name: 'told' | 'actions' | 'rewards' | 'behaviour' | 'advantages' | 'targets'): NdArray => {
    const { data, shape } = host[name];
    return ndarray(Float32Array.from(data, (value, i) => (mask[Math.floor((i * mask.length) / data.length)] === 0 ? 2 : value)), shape);
  };
  const other = { ...host, told: spoilt('told'), actions: spoilt('actions'), rewards: spoilt('rewards'), behaviour: spoilt('behaviour'), advantages: spoilt('advantages'), targets: spoilt('targets') };
  assertClose(agent.objective(theta, tensorsOf(other) as VariationalData, loss), agent.objective(theta, own, loss), 1e-9);
});

test('guesses are from beliefs at steps that were taken', async () => {
  const { moments, noise, mask } = await collected(0);
  assert.deepEqual([moments.shape, noise.shape], [[2, 3, 9], [2, 3, 2]]);
  for (let guess = 0; guess < 6; guess++) {
    const chosen = moments.data.slice(guess * 9, guess * 9 + 9);
    assert.deepEqual([...chosen].sort(), [0, 0, 0, 0, 0, 0, 0, 0, 1]);
    assert.equal(mask.data[Math.floor(guess / 3) * 9 + chosen.indexOf(1)], 1);
  }
});

test('actions that are numbers are decoded as they are', async () => {
  const own = variationalAgent({ environment: nav2d({ horizon: 3 }), hidden: 4, decodeObservations: true });
  const actor = own.actor();
  const start = own.init(key(1));
  const { data } = await actor.collect(ravel(start), [{ task: own.environment.sampleTask(key(2)), key: key(3) }]);
  await actor.release();
  const one = tensorsOf(mapTree(({ data: values, shape: [, ...shape] }: NdArray) => ndarray(values as Float32Array, shape), data)) as VariationalData;
  assert.ok(Number.isFinite(numberOf(own.objective(tensorsOf(start) as VariationalTheta, one, loss))));
});

test('beliefs learn which arm of a bandit is better', async () => {
  const bandit = variationalAgent({ environment: bernoulliBandit({ arms: 2, pulls: 10 }), hidden: 12, latent: 2, guesses: 4, decoderWidth: 8 });
  const trained = await metaTrainAgent({ agent: bandit, outer: ppo({ learningRate: 0.01 }), metaBatchSize: 40, chunkSize: 40, iterations: 120, seed: 1 });
  const actor = bandit.actor();
  const drawn = Array.from({ length: 400 }, (_, i) => ({ task: bandit.environment.sampleTask(foldIn(key(8), i)), key: foldIn(key(9), i) }));
  const meanReturn = (await actor.adapt(ravel(trained.theta), drawn, 1)).reduce((total, { returns }) => total + returns[0][0], 0) / drawn.length;
  await actor.release();
  // Arms at random are worth 5 of 10; two standard errors are 0.25.
  assert.ok(meanReturn > 5.4, `the mean return is ${meanReturn}`);
});

test('numbers that make no sense are refused', () => {
  assert.throws(() => agentOf({ latent: 0 }), /latent must be a whole number of at least 1, got 0/);
  assert.throws(() => agentOf({ elboWeight: -1 }), /elboWeight must be a finite number of at least 0, got -1/);
});
