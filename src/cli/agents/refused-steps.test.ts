import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { AgentLine } from './agent-lines.js';
import { nothingLearned, refusedSteps } from './refused-steps.js';

describe('steps that were refused', () => {
  const line = (accepted?: number): AgentLine => ({ iteration: 1, ...(accepted === undefined ? { validation: -3 } : { accepted }) });

  it('are counted where others were not', () => {
    assert.equal(refusedSteps([line(1), line()]), '');
    assert.equal(refusedSteps([line(1), line(), line(0)]), '1 outer step was refused, as no length of it would do.');
    assert.equal(refusedSteps([line(0), line(1), line(0)]), '2 outer steps were refused, as no length of them would do.');
    assert.ok(!nothingLearned([line(0), line(1)]) && !nothingLearned([line()]) && !nothingLearned([]));
  });

  it('say that nothing was learned where all were, and why that may be', () => {
    assert.ok(nothingLearned([line(), line(0)]));
    assert.match(refusedSteps([line(), line(0)]), /^Every outer step was refused[^]*nothing was learned\. Observations [^]* --inner-lr\.$/);
  });
});
