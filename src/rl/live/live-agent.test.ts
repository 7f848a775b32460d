import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maml } from '../../algorithms/index.js';
import { add, mul, ndarray, slice, square, squeeze, sub, type HostOf, type Tensor } from '../../graph/index.js';
import { foldIn, key } from '../../random/index.js';
import { adaptTo } from '../../training/index.js';
import type { AnyAgent } from '../agent.js';
import { adaptiveAgent } from '../agents/adaptive.js';
import { memoryActor } from '../agents/memory-actor.js';
import { sensesFor } from '../agents/senses.js';
import { box, discrete, environment, type Box } from '../environment/index.js';
import { categorical, mlpPolicy } from '../policies/index.js';
import { generalisedAdvantages, standardised } from '../rollouts/advantages.js';
import { examplesOf } from '../rollouts/examples.js';
import { joined } from '../rollouts/joined.js';
import { linearBaseline } from '../rollouts/linear-baseline.js';
import { rollOut, type Act } from '../rollouts/roll-out.js';
import { lvc } from '../surrogates/index.js';
import { liveAgent } from './live-agent.js';
import type { LiveEnvironment } from './live-environment.js';

/** A place on a line that is moved to and fro; right is good. It ends at 0.6. */
const walk = environment({
  name: 'walk',
  observationSpace: box(-3, 3),
  actionSpace: box(-1, 1),
  horizon: 4,
  sampleTask: () => ({}),
  reset: () => 0,
  observe: (place) => [place],
  step: (place: number, [by]) => ({ state: place + by, reward: place + by, terminated: place + by > 0.6 }),
});

/** The same, there once, and taking its time. */
function machine(): LiveEnvironment<Box> & { readonly resets: () => number } {
  let [place, resets] = [0, 0];
  return {
    resets: () => resets,
    async reset() {
      resets++;
      return [(place = 0)];
    },
    async step([by]) {
      place += Math.fround(by);
      return { observation: [place], reward: place, terminated: place > 0.6 };
    },
  };
}

const policy = mlpPolicy(1, walk.actionSpace, { hidden: [4] });
const algorithm = maml({ learner: policy, loss: lvc(policy.distribution), innerLearningRate: 2 });
const agent = adaptiveAgent({ environment: walk, algorithm, episodes: 3, discount: 0.9 });
const theta = agent.init(key(2));

test('an inner step on live episodes is that on the same episodes played side by side, and the next episode is of what it made', async () => {
  const robot = machine();
  const live = await liveAgent({ agent, theta, environment: robot, seed: 5 });
  const played = [await live.play(), await live.play(), await live.play()];
  await live.adapt();
  const after = await live.play();
  assert.equal(robot.resets(), 4);

  const known = await adaptTo({ algorithm, theta, support: { x: ndarray([[0]]), y: ndarray([[0, 0, 0, 0]]) }, steps: 0 });
  const again = async (episode: number, predict: typeof known.predict) => {
    const act: Act = async (observations) => ({ ...(await predict(ndarray(observations.data as Float32Array, [1, 1]))), shape: [1, 1, 2] });
    return rollOut({ family: walk, environments: await walk.make([{}]), distribution: policy.distribution, act, keys: [foldIn(key(5), episode)], episodes: 1 });
  };
  const rollout = joined([await again(0, known.predict), await again(1, known.predict), await again(2, known.predict)]);
  assert.deepEqual(rollout.observations.shape, [1, 3, 4, 1]);
  assert.ok(played.some(({ steps }) => steps < 4) && played.some(({ steps }) => steps === 4));
  const close = (actual: ArrayLike<number>, expected: ArrayLike<number>) => assert.ok(actual.length === expected.length && Array.from(actual).every((value, i) => Math.abs(value - expected[i]) < 1e-4), `${actual} and ${expected}`);
  played.forEach(({ actions, rewards, return: total }, i) => {
    close(actions, rollout.actions.data.slice(4 * i, 4 * i + actions.length));
    close([total], [rewards.reduce((sum, reward) => sum + reward, 0)]);
  });
  const { x, y, mask } = examplesOf(rollout, standardised(generalisedAdvantages(rollout, linearBaseline(rollout, { discount: 0.9 }), { discount: 0.9, lambda: 1 }), rollout.mask));
  const row = (of: { readonly data: ArrayLike<number> }, width: number) => ndarray(Float32Array.from(of.data), [12, width]);
  const adapted = await adaptTo({ algorithm, theta, support: { x: row(x, 1), y: row(y, 4), mask: ndarray(Float32Array.from(mask!.data)) }, steps: 1 });
  const expected = await again(3, adapted.predict);
  const before = await again(3, known.predict);
  close(after.actions, expected.actions.data.slice(0, after.actions.length));
  assert.ok(Math.abs(after.actions[0] - before.actions.data[0]) > 0.01, 'the step moved the policy');
  await assert.rejects(live.adapt().then(() => live.adapt()), /^RangeError: There is nothing to adapt to: no episode was played since the last step/);
  await live.release();
});

const nine = environment({ name: 'nine', observationSpace: box(0, 1), actionSpace: discrete(9), horizon: 2, sampleTask: () => ({}), reset: () => 0, observe: () => [0], step: () => ({ state: 0, reward: 1 }) });
const senses = sensesFor(nine);
const choices = ndarray([[0, 1, 2, 3, 4, 5, 6, 7, 8]]);

/** A memory that counts its steps; what is done is the count and the reward that was told, of nine choices. */
const counting = {
  ...(agent as unknown as AnyAgent),
  name: 'counting',
  environment: nine,
  init: () => ndarray(1, []),
  actor: () =>
    memoryActor<Tensor, Tensor>({
      environment: nine,
      distribution: categorical(9),
      senses,
      episodes: 2,
      trials: 1,
      like: ndarray(1, []) as HostOf<Tensor>,
      memory: 1,
      step: (one, told, memory) => ({
        parameters: mul(square(sub(add(memory, slice(told, [null, [senses.size - 2, senses.size - 1]])), choices)), -100),
        values: squeeze(memory, 1),
        memory: add(memory, one),
      }),
      dataOf: ({ told }) => told as HostOf<Tensor>,
    }),
} as unknown as AnyAgent;

test('an agent that remembers goes on remembering from one live episode to the next, and forgets one that failed', async () => {
  let fails = false;
  const step = async () => {
    if (fails) throw new Error('the cable is off');
    return { observation: [0], reward: 1 };
  };
  const live = await liveAgent({ agent: counting, theta: ndarray(1, []) as never, environment: { reset: () => [0], step } });
  assert.deepEqual([...(await live.play()).actions], [0, 2]);
  fails = true;
  await assert.rejects(live.play(), /^Error: the cable is off$/);
  fails = false;
  await live.adapt();
  assert.deepEqual([...(await live.play()).actions], [3, 4]);
  await live.release();
});

test('actions are clipped to their bounds before the machine gets them, and kept as they were drawn', async () => {
  const given: number[] = [];
  const live = await liveAgent({ agent, theta, environment: { reset: () => [0], step: (action: readonly number[]) => (given.push(...action), { observation: [0], reward: 0 }) } });
  const actions = [...(await live.play()).actions, ...(await live.play()).actions];
  assert.ok(actions.some((action) => Math.abs(action) > 1));
  assert.deepEqual(given, actions.map((action) => Math.max(-1, Math.min(1, action))));
  await live.release();
});

test('what a live environment gives that an agent cannot take is named, with the step', async () => {
  const good = { observation: [0], reward: 0 };
  for (const [environment, said] of [
    [{ reset: () => [0, 1], step: () => good }, /^EnvironmentError: Environment "walk", task "live", on reset: reset gave 2 numbers, but the observations that the agent was trained on have 1\.$/],
    [{ reset: () => [0], step: () => ({ ...good, observation: [NaN] }) }, /"live", step 1: the observation has NaN at place 0/],
    [{ reset: () => [0], step: () => ({ ...good, reward: Infinity }) }, /"live", step 1: the reward is Infinity/],
    [{ reset: () => [0], step: () => ({ ...good, done: false }) }, /"live", step 1: step gave done, which does not tell how an episode ends/],
    [{ reset: () => [0], step: () => [[0], 0, false, false] }, /"live", step 1: step gave \[\[0\],0,false,false\], but must give \{ observation, reward \}/],
  ] as const) {
    const live = await liveAgent({ agent, theta, environment: environment as never });
    await assert.rejects(live.play(), said);
    await live.release();
  }
});

test('one thing is done at a time, and what is no environment, no agent of it, or cannot act live is refused', async () => {
  const live = await liveAgent({ agent, theta, environment: machine() });
  const first = live.play();
  await assert.rejects(live.play(), /still playing or adapting: await/);
  await first;
  await live.release();
  await assert.rejects(liveAgent({ agent, theta, environment: { reset: () => [0] } as never }), /^TypeError: environment must be an object of two functions.*without step/);
  await assert.rejects(liveAgent({ agent, theta: counting.init(key(0)) as never, environment: machine() }), /^RangeError: The parameters given to maml belong to another learner/);
  await assert.rejects(liveAgent({ agent: { ...agent, actor: () => ({ ...agent.actor(), live: undefined }) }, theta, environment: machine() }), /^TypeError: maml cannot act in an environment that is there once/);
});
