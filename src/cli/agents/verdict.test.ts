import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { returnsOf, type AgentBaseline } from './agent-result.js';
import { notesOf } from './agent-line.js';
import { returnRows } from './test-sections.js';
import { agentVerdict, shown } from './verdict.js';

const level = (mean: number, ci95 = 1) => ({ mean, ci95, bySteps: [{ steps: 0, mean, ci95 }] });
const beside = (name: string, mean: number, more: Partial<AgentBaseline> = {}): AgentBaseline => ({ name, ...level(mean), ...more });

describe('returns of a test', () => {
  it('are means over tasks, round by round and by kind', () => {
    const { bySteps, kinds, mean, total } = returnsOf([[0, 10], [2, 14], [4, 30]], ['left', 'right', 'left'], false);
    assert.deepEqual(bySteps.map((each) => [each.steps, each.mean]), [[0, 2], [1, 18]]);
    assert.equal(mean, 18);
    assert.equal(total, undefined);
    assert.deepEqual(Object.entries(kinds!).map(([kind, { tasks, bySteps: rounds }]) => [kind, tasks, rounds[1].mean]), [['left', 2, 20], ['right', 1, 14]]);
    assert.deepEqual(Object.values(kinds!).map(({ bySteps: rounds }) => shown(rounds[1])), ['20.0 ± 19.6', '14.0'], 'one task alone says nothing of how sure its mean is');
  });

  it('of what remembers are added up over a trial, with an interval of the sums', () => {
    const { total } = returnsOf([[1, 3], [3, 1]], [undefined, undefined], true);
    assert.deepEqual(total, { mean: 4, ci95: 0 });
  });

  it('are not broken down where all tasks are of one kind', () => {
    assert.equal(returnsOf([[1], [2]], ['only', 'only'], false).kinds, undefined);
  });
});

describe('the verdict on an agent', () => {
  const own = { ...level(-10), adapts: 'steps', steps: 3 } as const;

  it('is that it beats those that know no more than it, by more than both intervals', () => {
    const { beatsBaselines, summary } = agentVerdict(own, [beside('random', -60), beside('pretrained', -30), beside('oracle', -5, { informed: true })]);
    assert.equal(beatsBaselines, true);
    assert.equal(summary, 'Return after 3 steps -10.0 ± 1.0 on tasks never seen in training, and -30.0 ± 1.0 for the best of those beside it (pretrained). Oracle, which is told the task, comes to -5.00 ± 1.00.');
  });

  it('is that the intervals overlap, or that it does not', () => {
    assert.match(agentVerdict(own, [beside('pretrained', -11.5)]).summary, /The intervals overlap\.$/);
    const lost = agentVerdict(own, [beside('pretrained', -2)]);
    assert.equal(lost.beatsBaselines, false);
    assert.match(lost.summary, /It does not beat them\.$/);
  });

  it('is a sentence without a judgement where nothing stands beside it', () => {
    assert.deepEqual(agentVerdict(own, []), { summary: 'Return after 3 steps -10.0 ± 1.0 on tasks never seen in training.' });
  });

  it('says of what remembers what part of the others it has, trial against trial', () => {
    const remembering = { ...level(30), adapts: 'memory', steps: 4, total: { mean: 95, ci95: 2 } } as const;
    assert.match(agentVerdict(remembering, [beside('PSRL', 20, { total: { mean: 100, ci95: 2 } })]).summary, /^Return of all 5 episodes 95\.0 ± 2\.0 .* 100 ± 2 for what stands beside it \(PSRL\), of which it has 95\.0 %\. It does not beat them\.$/);
  });

  it('shows no digit that the interval does not bear out', () => {
    assert.deepEqual([shown({ mean: 0.25, ci95: 20.173 }), shown({ mean: -3.3, ci95: 0.24 }), shown({ mean: 1234.5, ci95: 10 })], ['0.3 ± 20.2', '-3.30 ± 0.24', '1235 ± 10']);
  });
});

describe('the table of a test', () => {
  it('has what does not adapt in its last column only', () => {
    const curve = { mean: 2, ci95: 0, bySteps: [{ steps: 0, mean: 1, ci95: 0 }, { steps: 1, mean: 2, ci95: 0 }] };
    const { head, rows } = returnRows({ run: '', environment: 'nav2d', algorithm: 'maml-trpo', adapts: 'steps', steps: 1, episodes: 2, seed: 0, split: 'test', metric: 'return', summary: '', ...curve, baselines: [beside('random', 0.5)] });
    assert.deepEqual(head, ['return', 'before adapting', 'after 1 step']);
    assert.deepEqual(rows[1].slice(0, 2), ['random', '']);
  });
});

describe('the progress line of an agent', () => {
  const told = (record: Record<string, number>) => notesOf({ type: 'iteration', iteration: 1, loss: 0, gradientNorm: 0, rate: 1, secondsLeft: 1, record }).notes;

  it('tells returns before and after adapting, and how far the step went', () => {
    assert.deepEqual(told({ return0: -40, return10: -5, return2: -10, divergence: 0.0093, accepted: 1 }), ['return -40.0 to -5.00', 'KL 0.0093']);
    assert.deepEqual(told({ return0: 72.11 }), ['return 72.1']);
  });

  it('tells a step that was refused', () => {
    assert.ok(told({ return0: 1, divergence: 0, accepted: 0 })!.includes('step refused'));
  });
});
