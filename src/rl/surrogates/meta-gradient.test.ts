import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { maml } from '../../algorithms/index.js';
import { evaluate, tensor, type Tensor } from '../../graph/index.js';
import type { Loss } from '../../nn/index.js';
import type { Examples } from '../../tasks/index.js';
import { assertClose } from '../../testing/close.js';
import { slopeOf } from '../../testing/differences.js';
import { arrayOf, enumeratedExamples, enumeratedSteps, expectedReturn, policyGradient, tablePolicy } from '../../testing/enumerated-mdp.js';
import { tensorsOf } from '../../testing/tensors.js';
import { grad } from '../../transform/index.js';
import { adaptiveAgent } from '../agents/adaptive.js';
import { discrete, type EnvironmentFamily } from '../environment/index.js';
import { ratioLoss } from '../outer/index.js';
import { categorical } from '../policies/index.js';
import { dice, lvc, reinforce } from './index.js';

const here = [0.4, -0.3, 0.1, 0.8];
// Large, so that second-order terms are no small part; and a number of float32, as constants of graphs are.
const innerLearningRate = 0.5;
const choice = categorical(2);
const exact = dice(choice, enumeratedSteps);
const algorithmOf = (loss: Loss, firstOrder = false) => maml({ learner: tablePolicy, loss, innerSteps: 1, innerLearningRate, firstOrder });

/** U: one step of policy gradients on the expectation. */
const adapted = (logits: readonly number[]): number[] => policyGradient(logits).map((slope, i) => logits[i] + innerLearningRate * slope);
/** V = J(U): what meta-training makes large. */
const adaptedReturn = (logits: readonly number[]): number => expectedReturn(adapted(logits));
const along = (logits: readonly number[], i: number) => (step: number): number[] => logits.map((value, j) => value + (i === j ? step : 0));
const slopes = (f: (logits: readonly number[]) => number, logits: readonly number[]): number[] => logits.map((_, i) => slopeOf((step) => f(along(logits, i)(step))));

const examples = (logits: readonly number[]): Examples => tensorsOf(enumeratedExamples(logits)) as unknown as Examples;
/** The episodes of a policy, and those of what one step makes of it. */
const taskOf = (logits: readonly number[]) => ({ support: examples(logits), query: examples(adapted(logits)) });
const parameters = (logits: readonly number[]) => ({ logits: tensor(arrayOf(logits, [2, 2])) });
const metaGradient = (objective: (theta: { readonly logits: Tensor }) => Tensor): number[] => Array.from(evaluate(grad(objective)(parameters(here)).logits).data, (value) => -value);
const apart = (a: readonly number[], b: readonly number[]): number => Math.hypot(...a.map((value, i) => value - b[i])) / Math.hypot(...b);

const expected = slopes(adaptedReturn, here);

describe('the meta-gradient through a step of policy gradients', () => {
  it('starts from the parameters that the step makes on the expectation', () => {
    for (const loss of [exact, lvc(choice), reinforce(choice)]) {
      assertClose([...evaluate(algorithmOf(loss).adapt(parameters(here), taskOf(here)).logits).data], adapted(here), 1e-9);
    }
  });

  it('with dice is that of the expected return after adapting, by finite differences', () => {
    const { objective } = algorithmOf(exact);
    assertClose(metaGradient((theta) => objective(theta, taskOf(here))), expected, 1e-8);
  });

  it('with dice is so through two steps, each with the episodes of what the step before made', () => {
    const twice = maml({ learner: tablePolicy, loss: exact, innerSteps: 2, innerLearningRate });
    const task = { support: examples(here), later: [examples(adapted(here))], query: examples(adapted(adapted(here))) };
    assertClose(metaGradient((theta) => twice.objective(theta, task)), slopes((logits) => adaptedReturn(adapted(logits)), here), 1e-8);
  });

  it('is the same with the ratio loss of an outer step, at the parameters that acted', () => {
    const neverPlayed = (): never => assert.fail('its steps are enumerated');
    const agent = adaptiveAgent({ environment: { actionSpace: discrete(2), sampleTask: neverPlayed, make: neverPlayed } as unknown as EnvironmentFamily, algorithm: algorithmOf(exact) });
    const { support, query } = taskOf(here);
    assertClose(metaGradient((theta) => agent.objective(theta, { support: [support], query }, ratioLoss)), expected, 1e-8);
  });

  it('differs in first order, which is the gradient at the adapted parameters', () => {
    const { objective } = algorithmOf(exact, true);
    const found = metaGradient((theta) => objective(theta, taskOf(here)));
    assertClose(found, policyGradient(adapted(here)), 1e-9);
    assert.ok(apart(found, expected) > 0.05, `first order is off by ${apart(found, expected)}`);
  });

  it('is wrong where the inner surrogate has a wrong Hessian', () => {
    const error = (loss: Loss): number => apart(metaGradient((theta) => algorithmOf(loss).objective(theta, taskOf(here))), expected);
    for (const [name, loss] of Object.entries({ lvc: lvc(choice), reinforce: reinforce(choice) })) assert.ok(error(loss) > 0.01, `${name} is off by ${error(loss)}`);
  });
});
