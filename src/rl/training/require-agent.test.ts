import assert from 'node:assert/strict';
import { test } from 'node:test';
import { maml } from '../../algorithms/index.js';
import { mlp } from '../../nn/index.js';
import { key } from '../../random/index.js';
import { adaptiveAgent, box, discrete, environment, lvc, metaTestAgent, metaTrainAgent, mlpPolicy, nav2d, trpo, type Policy } from '../index.js';

const family = nav2d({ horizon: 3 });
const policy = mlpPolicy(2, family.actionSpace, { hidden: [4] });
const agentOf = (learner: unknown, wrong = {}) => adaptiveAgent({ environment: family, algorithm: maml({ learner: learner as Policy, loss: lvc(policy.distribution) }), episodes: 2, ...wrong });
const trained = (wrong: object) => metaTrainAgent({ agent: agentOf(policy), outer: trpo(), iterations: 1, metaBatchSize: 2, seed: 0, ...wrong });

test('what was forgotten, or not called, is asked for by its name', async () => {
  await assert.rejects(trained({ agent: undefined }), /^TypeError: agent must be an agent, such as adaptiveAgent\(.*\), got undefined\.$/);
  await assert.rejects(trained({ agent: maml({ learner: policy, loss: lvc(policy.distribution) }) }), /agent must be an agent, .*, got an object without actor and outputs and drift\.$/);
  await assert.rejects(trained({ outer: trpo }), /^TypeError: outer must be an outer rule, such as trpo\(\) or ppo\(\), got a function: call it\.$/);
  assert.throws(() => agentOf(policy, { environment: nav2d }), /^TypeError: environment must be a family of environments, .*, got a function: call it\.$/);
  assert.throws(() => agentOf(policy, { algorithm: undefined }), /^TypeError: algorithm must be .*, got undefined\.$/);
});

test('a learner that is no policy for the environment is refused before it plays', async () => {
  const wanted = /an action of nav2d is drawn from 4 numbers: make it a policy for it, such as mlpPolicy\(2, environment\.actionSpace\)/;
  await assert.rejects(trained({ agent: agentOf(mlp({ inputs: 2, outputs: 2 })) }), wanted);
  await assert.rejects(trained({ agent: agentOf(mlpPolicy(2, discrete(3))) }), wanted);
});

test('parameters of another agent, and none, are refused', async () => {
  const agent = agentOf(policy);
  await assert.rejects(metaTestAgent({ agent, theta: undefined as never }), /^RangeError: The parameters given to maml are no host arrays: none were given\./);
  await assert.rejects(metaTestAgent({ agent, theta: mlpPolicy(2, family.actionSpace, { hidden: [5] }).init(key(0)) as never }), /^RangeError: The parameters given to maml belong to another learner/);
});

test('an environment without one of its functions or spaces is refused where it is made', () => {
  const parts = { name: 'still', observationSpace: box(-1, 1), actionSpace: box(-1, 1), horizon: 3, sampleTask: () => ({}), reset: () => 0, observe: () => [0], step: () => ({ state: 0, reward: 0 }) };
  assert.throws(() => environment({ ...parts, observe: undefined as never }), /^TypeError: Environment "still" needs a function observe, got undefined\.$/);
  assert.throws(() => environment({ ...parts, observationSpace: undefined as never }), /^TypeError: Environment "still" needs an observationSpace: box\(low, high\)/);
  assert.throws(() => environment({ ...parts, actionSpace: 3 as never }), /^TypeError: Environment "still" needs an actionSpace: box/);
});
