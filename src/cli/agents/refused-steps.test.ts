import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AgentLine } from './agent-lines.js';
import { nothingLearned, refusedSteps } from './refused-steps.js';

describe('steps that were refused', () => {
  const validation: AgentLine = { iteration: 1, validation: -3 };
  const line = (accepted: number, gradientNorm = 1): AgentLine => ({ iteration: 1, accepted, gradientNorm });

  it('are counted where others were not', () => {
    assert.equal(refusedSteps([line(1), validation]), '');
    assert.equal(refusedSteps([line(1), validation, line(0)]), '1 outer step was refused, as no length of it would do.');
    assert.equal(refusedSteps([line(0), line(1), line(0, 0)]), '2 outer steps were refused, as no length of them would do.');
    assert.ok(!nothingLearned([line(0), line(1)]) && !nothingLearned([validation]) && !nothingLearned([]));
  });

  it('say that nothing was learned where all were, and why that may be', () => {
    assert.ok(nothingLearned([validation, line(0), line(0, 0)]));
    assert.match(refusedSteps([validation, line(0), line(0, 0)]), /^Nothing was learned: every outer step was refused[^]*Observations [^]* --inner-lr\.$/);
  });

  it('say so where there was no slope, whether the rule calls such a step refused or not', () => {
    for (const accepted of [0, 1]) {
      assert.ok(nothingLearned([validation, line(accepted, 0)]));
      assert.match(refusedSteps([validation, line(accepted, 0)]), /^Nothing was learned: no gradient was other than zero[^]*by chance/);
    }
  });
});
