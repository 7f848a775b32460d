import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anil, cavia, maml, metaSgd, type Algorithm } from '../../algorithms/index.js';
import { compile } from '../../compile/index.js';
import { leavesOf, ndarray, sum, tensor, unravelTensor, type NdArray, type Tensor, type Tree } from '../../graph/index.js';
import { toldBeside } from '../../nn/index.js';
import { foldIn, key } from '../../random/index.js';
import { assertClose } from '../../testing/close.js';
import { ravel } from '../../training/ravel.js';
import { grad, hvp, jvp, vjp, vmap } from '../../transform/index.js';
import type { AnyAgent } from '../agent.js';
import { cartPole, nav2d } from '../environments/index.js';
import { clippedRatioLoss, ratioLoss } from '../outer/index.js';
import { mlpPolicy } from '../policies/index.js';
import { dice, lvc, reinforce } from '../surrogates/index.js';
import { adaptiveAgent } from './adaptive.js';

const environment = nav2d({ horizon: 6 });
const policy = mlpPolicy(2, environment.actionSpace, { hidden: [5], deviation: 0.2 });
const { distribution } = policy;
const told = toldBeside(mlpPolicy(5, environment.actionSpace, { hidden: [5], deviation: 0.2 }), 3);
const usual = { learner: policy, loss: lvc(distribution), innerLearningRate: 0.1 };

const untyped = (algorithm: unknown): Algorithm<Tree<Tensor>, Tree<Tensor>> => algorithm as Algorithm<Tree<Tensor>, Tree<Tensor>>;
const agentOf = (algorithm: unknown, more = {}): AnyAgent => adaptiveAgent({ environment, algorithm: untyped(algorithm), episodes: 4, ...more }) as unknown as AnyAgent;
const ways = {
  'exact maml': maml(usual),
  'maml of two steps': maml({ ...usual, innerSteps: 2 }),
  'first-order maml': maml({ ...usual, firstOrder: true }),
  'maml by DiCE': maml({ ...usual, loss: dice(distribution, 6) }),
  'maml by REINFORCE': maml({ ...usual, loss: reinforce(distribution) }),
  anil: anil(usual),
  'meta-sgd': metaSgd(usual),
  cavia: cavia({ ...usual, learner: told }),
  'a policy that does not adapt': maml({ ...usual, innerSteps: 0 }),
};

const tasks = [0, 1, 2].map((i) => ({ task: environment.sampleTask(key(i)), key: foldIn(key(7), i) }));

async function collected(agent: AnyAgent) {
  const like = agent.init(key(1));
  const theta = ravel(like);
  const actor = agent.actor();
  const { data, returns } = await actor.collect(theta, tasks);
  await actor.release();
  const outputs = (flat: Tensor, own: unknown): Tensor => vmap((each: Tree<Tensor>) => agent.outputs(unravelTensor(flat, like) as Tree<Tensor>, each))(own as Tree<Tensor>);
  const drifts = (now: Tensor, own: unknown): Tensor => sum(vmap((each: Tensor, of: Tree<Tensor>) => agent.drift(each, of))(now, own as Tree<Tensor>));
  const objective = (flat: Tensor, own: unknown, loss = ratioLoss): Tensor => sum(vmap((of: Tree<Tensor>) => agent.objective(unravelTensor(flat, like) as Tree<Tensor>, of, loss))(own as Tree<Tensor>));
  const run = async <R>(f: (flat: Tensor, own: Tree<Tensor>) => R, at = theta): Promise<NdArray> => (await compile(f as (flat: Tensor, own: Tree<Tensor>) => Tensor)(ndarray(at), data as never)) as NdArray;
  return { theta, data, returns, outputs, drifts, objective, run };
}

for (const [name, algorithm] of Object.entries(ways)) {
  test(`${name}: a round of episodes for each inner step and one after, from which theta can be moved`, async () => {
    const agent = agentOf(algorithm);
    const { theta, returns, outputs, drifts, objective, run } = await collected(agent);
    assert.equal(returns.length, agent.rounds);
    assert.ok(returns.every((of) => of.length === 3 && of.every((value) => value < 0)));
    assertClose(await run((flat, own) => drifts(outputs(flat, own), own)), 0, 1e-5, 1);
    const gradient = (await run((flat, own) => grad((at: Tensor) => objective(at, own))(flat))).data;
    assert.ok(gradient.every(Number.isFinite) && gradient.some((value) => value !== 0));
    const down = theta.map((value, i) => value - 0.01 * gradient[i]);
    const [before, after] = [await run(objective), await run(objective, down)];
    // A first-order gradient is not quite that of the objective.
    if (!name.startsWith('first-order')) assert.ok(after.data[0] < before.data[0], `${after.data[0]} is not below ${before.data[0]}`);
    assert.ok((await run((flat, own) => drifts(outputs(flat, own), own), down)).data[0] > 0);
  });
}

test('the curvature of the divergence is that of the outputs pulled back, where nothing has moved', async () => {
  const { theta, outputs, drifts, run } = await collected(agentOf(ways['maml of two steps']));
  const direction = theta.map((_, i) => Math.sin(i));
  const whole = await run((flat, own) => hvp((at: Tensor) => drifts(outputs(at, own), own), flat, tensor(ndarray(direction))));
  const pulled = await run((flat, own) => {
    const [now, moving] = jvp((at: Tensor) => outputs(at, own), flat, tensor(ndarray(direction)));
    const [, pullback] = vjp((at: Tensor) => outputs(at, own), flat);
    return pullback(hvp((each: Tensor) => drifts(each, own), now, moving));
  });
  assertClose(pulled, whole, 1e-3);
});

test('at the parameters that acted the clip changes no gradient', async () => {
  const { objective, run } = await collected(agentOf(ways['exact maml']));
  const plain = await run((flat, own) => grad((at: Tensor) => objective(at, own))(flat));
  const clipped = await run((flat, own) => grad((at: Tensor) => objective(at, own, clippedRatioLoss(0.2)))(flat));
  assertClose(clipped, plain, 1e-4);
});

test('a penalty holds the policy before adaptation to the one that acted', async () => {
  const moved = async (penalty: number) => {
    const { theta, objective, run } = await collected(agentOf(ways['exact maml'], { penalty }));
    const at = theta.map((value) => value * 1.3);
    return (await run(objective, at)).data[0];
  };
  const [none, some, twice] = [await moved(0), await moved(0.5), await moved(1)];
  assert.ok(some > none);
  assertClose(twice - none, 2 * (some - none), 1e-3);
});

test('adapting gives the returns of each episode of each round, and goes on beyond the rounds of training', async () => {
  const agent = agentOf(ways['maml of two steps']);
  const actor = agent.actor();
  const theta = ravel(agent.init(key(1)));
  const [first, second] = [await actor.adapt(theta, tasks, 4), await actor.adapt(theta, tasks.slice(1), 4)];
  await actor.release();
  assert.equal(first.length, 3);
  assert.deepEqual(first[0].returns.map((of) => of.length), [4, 4, 4, 4]);
  assert.deepEqual(first[0].episodes.map(({ steps }) => steps), [6, 6, 6, 6]);
  const total = first[0].episodes[2].rewards.reduce((a, b) => a + b, 0);
  assertClose(total, first[0].returns[2][0], 1e-5);
  assertClose([...second[0].returns[3]], [...first[1].returns[3]], 1e-4);
});

test('choices are learned as numbers are', async () => {
  const poles = cartPole({ horizon: 8 });
  const learner = mlpPolicy(4, poles.actionSpace, { hidden: [6] });
  const agent = adaptiveAgent({ environment: poles, algorithm: maml({ learner, loss: lvc(learner.distribution) }), episodes: 2 });
  const actor = agent.actor();
  const { data, returns } = await actor.collect(ravel(agent.init(key(0))), [{ task: poles.sampleTask(key(0)), key: key(1) }]);
  await actor.release();
  assert.equal(returns.length, 2);
  assert.deepEqual(data.query.y.shape, [1, 16, 1 + 1 + 2]);
  assert.ok(leavesOf<NdArray>(data).every((leaf) => leaf.data.every(Number.isFinite)));
});

test('numbers that make no sense are refused', () => {
  assert.throws(() => agentOf(ways.anil, { episodes: 0 }), /episodes must be a whole number of at least 1, got 0/);
  assert.throws(() => agentOf(ways.anil, { discount: 1.5 }), /discount must be from 0 to 1, got 1.5/);
  assert.throws(() => agentOf(ways.anil, { penalty: -1 }), /penalty must be a finite number of at least 0, got -1/);
});

