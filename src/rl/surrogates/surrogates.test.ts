import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { evaluate, mul, neg, sum, tensor, type Tensor } from '../../graph/index.js';
import type { Loss } from '../../nn/index.js';
import { assertClose } from '../../testing/close.js';
import { slopeOf } from '../../testing/differences.js';
import { actionValues, arrayOf, enumeratedExamples, enumeratedSteps, expectedReturn, policyGradient, policyOf, returnToGo, tablePolicy, trajectoriesOf, type Trajectory } from '../../testing/enumerated-mdp.js';
import { tensorsOf } from '../../testing/tensors.js';
import { grad } from '../../transform/index.js';
import { categorical } from '../policies/index.js';
import { dice, lvc, reinforce } from './index.js';

type Matrix = number[][];
type Advantage = (trajectory: Trajectory, step: number) => number;

const here = [0.4, -0.3, 0.1, 0.8];
const choice = categorical(2);
const surrogates: readonly (readonly [name: string, loss: Loss])[] = [['reinforce', reinforce(choice)], ['lvc', lvc(choice)], ['dice', dice(choice, enumeratedSteps)]];
const [plain, lowVariance, exact] = surrogates.map(([, loss]) => loss);
const indices = [0, 1, 2, 3];

/** What a state and a step are thought to be worth; any numbers will do. */
const baseline: Advantage = (trajectory, step) => returnToGo(trajectory, step) - [[0.5, 2], [-1, 0.7], [3, 0.1]][step][trajectory.states[step]];

/** Minus a surrogate, of what the policy `acted` did, as a function of the logits. */
function surrogate(loss: Loss, acted: readonly number[], advantage?: Advantage): (logits: Tensor) => Tensor {
  const { x, y, mask } = tensorsOf(enumeratedExamples(acted, advantage)) as { x: Tensor; y: Tensor; mask: Tensor };
  return (logits) => neg(loss(tablePolicy.apply({ logits }, x), y, { mask }));
}

const at = (logits: readonly number[]): Tensor => tensor(arrayOf(logits, [2, 2]));
const gradientOf = (f: (logits: Tensor) => Tensor, logits: readonly number[]): number[] => Array.from(evaluate(grad(f)(at(logits))).data);
const unit = (i: number): number[] => indices.map((j) => (i === j ? 1 : 0));
const hessianOf = (f: (logits: Tensor) => Tensor, logits: readonly number[]): Matrix =>
  indices.map((i) => gradientOf((p) => sum(mul(grad(f)(p), tensor(arrayOf(unit(i), [2, 2])))), logits));
const moved = (logits: readonly number[], i: number, step: number): number[] => logits.map((value, j) => value + (i === j ? step : 0));
/** By finite differences of exact gradients. */
const exactHessian = (logits: readonly number[]): Matrix => indices.map((i) => indices.map((j) => slopeOf((step) => policyGradient(moved(logits, j, step))[i])));
const combined = (a: Matrix, b: Matrix, by: number): Matrix => a.map((row, i) => row.map((value, j) => value + by * b[i][j]));
const transposed = (a: Matrix): Matrix => a.map((_, i) => a.map((row) => row[i]));
const sizeOf = (a: Matrix): number => Math.hypot(...a.flat());

/** The sum over trajectories and steps of p f(s, a, return-to-go, step). */
function expectation(f: (s: number, a: number, worth: number, step: number) => Matrix): Matrix {
  let total: Matrix = indices.map(() => [0, 0, 0, 0]);
  for (const trajectory of trajectoriesOf(here)) {
    trajectory.states.forEach((s, step) => (total = combined(total, f(s, trajectory.actions[step], returnToGo(trajectory, step), step), trajectory.probability)));
  }
  return total;
}

/** The gradient of log pi(a | s), and its Hessian, in the four logits. */
const score = (s: number, a: number): number[] => indices.map((i) => (i >> 1 === s ? ((i & 1) === a ? 1 : 0) - policyOf(here)[s][i & 1] : 0));
const scoreSlope = (s: number): Matrix => {
  const p = policyOf(here)[s];
  return indices.map((i) => indices.map((j) => (i >> 1 === s && j >> 1 === s ? p[i & 1] * p[j & 1] - (i === j ? p[i & 1] : 0) : 0)));
};
const outer = (a: readonly number[], b: readonly number[]): Matrix => a.map((left) => b.map((right) => left * right));
const scaled = (a: Matrix, by: number): Matrix => a.map((row) => row.map((value) => value * by));

// The terms of the Hessian of the expected return in the appendix of Rothfuss et al. 2019.
const ownScores = expectation((s, a, worth) => scaled(outer(score(s, a), score(s, a)), worth));
const ownCurvature = expectation((s, _, worth) => scaled(scoreSlope(s), worth));
const withLater = expectation((s, a, _, step) => outer(score(s, a), indices.map((i) => slopeOf((t) => actionValues(moved(here, i, t))[step][s][a]))));

describe('the enumerated process', () => {
  it('has trajectories whose probabilities sum to one and whose mean return is the expected one, some of them short', () => {
    const all = trajectoriesOf(here);
    assertClose(all.reduce((total, { probability }) => total + probability, 0), 1, 1e-12);
    assertClose(all.reduce((total, each) => total + each.probability * returnToGo(each, 0), 0), expectedReturn(here), 1e-12);
    assert.deepEqual([...new Set(all.map(({ states }) => states.length))].sort(), [1, 2, 3]);
  });

  it('has a policy gradient that is the slope of the expected return', () => {
    assertClose(policyGradient(here), indices.map((i) => slopeOf((step) => expectedReturn(moved(here, i, step)))), 1e-9);
  });
});

for (const [name, loss] of surrogates) {
  describe(name, () => {
    it('has the gradient of the expected return', () => {
      assertClose(gradientOf(surrogate(loss, here), here), policyGradient(here), 1e-9);
    });

    it('keeps that gradient with any baseline of state and step', () => {
      assertClose(gradientOf(surrogate(loss, here, baseline), here), policyGradient(here), 1e-9);
    });

    it('has the gradient of the discounted return where advantages are discounted from the start of the episode', () => {
      const discount = 0.8;
      const discounted = (logits: readonly number[]): number => {
        const then = trajectoriesOf(here);
        return trajectoriesOf(logits).reduce((total, { probability, rewards }, i) => {
          assert.deepEqual(then[i].rewards, rewards);
          return total + probability * rewards.reduce((sum, reward, t) => sum + discount ** t * reward, 0);
        }, 0);
      };
      const advantage: Advantage = ({ rewards }, step) => rewards.reduce((sum, reward, t) => sum + (t < step ? 0 : discount ** t * reward), 0);
      assertClose(gradientOf(surrogate(loss, here, advantage), here), indices.map((i) => slopeOf((step) => discounted(moved(here, i, step)))), 1e-9);
    });
  });
}

describe('the Hessian', () => {
  it('of dice is that of the expected return, with a baseline too', () => {
    assertClose(hessianOf(surrogate(exact, here), here), exactHessian(here), 1e-8);
    assertClose(hessianOf(surrogate(exact, here, baseline), here), exactHessian(here), 1e-8);
  });

  it('of the expected return is of three kinds of terms: of a step alone, of its scores, and of a step with later ones', () => {
    assertClose(exactHessian(here), combined(combined(combined(ownScores, ownCurvature, 1), withLater, 1), transposed(withLater), 1), 1e-8);
  });

  it('of lvc is that of the terms of a step alone and its scores; what it leaves out is those with later steps', () => {
    const found = hessianOf(surrogate(lowVariance, here), here);
    assertClose(found, combined(ownScores, ownCurvature, 1), 1e-9);
    const left = combined(exactHessian(here), found, -1);
    assertClose(left, combined(withLater, transposed(withLater), 1), 1e-8);
    // Here that is no small part.
    const share = sizeOf(left) / sizeOf(exactHessian(here));
    assert.ok(share > 0.1 && share < 1, `lvc leaves out ${share} of the Hessian`);
  });

  it('of reinforce is that of the terms of a step alone, which is wrong by more than that of lvc', () => {
    const found = hessianOf(surrogate(plain, here), here);
    assertClose(found, ownCurvature, 1e-9);
    const wrong = (hessian: Matrix): number => sizeOf(combined(exactHessian(here), hessian, -1)) / sizeOf(exactHessian(here));
    assert.ok(wrong(found) > 2 * wrong(hessianOf(surrogate(lowVariance, here), here)), `reinforce is wrong by ${wrong(found)}`);
  });
});

describe('dice', () => {
  it('is the expected return, but for a constant, of any policy, also far from the one that acted', () => {
    const value = (logits: readonly number[]): number => evaluate(surrogate(exact, here, baseline)(at(logits))).data[0];
    for (const elsewhere of [[1, -1, 0, 0], [-2, 0.5, 1, 3]]) {
      assertClose(value(elsewhere) - value(here), expectedReturn(elsewhere) - expectedReturn(here), 1e-9);
      assertClose(gradientOf(surrogate(exact, here), elsewhere), policyGradient(elsewhere), 1e-9);
    }
  });

  it('refuses rows that are not whole episodes', () => {
    const { x, y } = tensorsOf(enumeratedExamples(here)) as { x: Tensor; y: Tensor };
    assert.throws(() => dice(choice, 5)(tablePolicy.apply({ logits: at(here) }, x), y), /whole episodes of 5 steps, but got \d+ rows/);
  });
});
