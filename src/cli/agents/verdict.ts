import { isClearlyBetter } from '../clearly-better.js';
import { capitalised } from '../report/index.js';
import type { LooseEstimate } from '../estimate.js';
import { headOf, type AgentBaseline, type AgentTestResult, type Returns } from './agent-result.js';

/** Compares a run with those beside it that know no more than it does, in figures and in a sentence. */
export function agentVerdict(own: Returns & Pick<AgentTestResult, 'adapts' | 'steps'>, baselines: readonly AgentBaseline[]): Pick<AgentTestResult, 'beatsBaselines' | 'summary'> {
  const head = headOf(own);
  const sentence = capitalised(`${namedReturn(own)} ${shown(head)} on tasks never seen in training`);
  const alike = baselines.filter(({ informed }) => !informed);
  const informed = best(baselines.filter((each) => each.informed));
  const ceiling = informed ? ` ${capitalised(informed.name)}, which is told the task, comes to ${shown(headOf(informed))}.` : '';
  const rival = best(alike);
  if (!rival) return { summary: `${sentence}.${ceiling}` };
  const apart = alike.every((each) => isClearlyBetter({ better: 'higher' }, head, headOf(each)));
  const better = head.mean > headOf(rival).mean;
  const judged = own.adapts === 'not' ? '' : !better ? ' It does not beat them.' : apart ? '' : ' The intervals overlap.';
  const share = headOf(rival).mean > 0 && own.adapts === 'memory' ? `, of which it has ${((100 * head.mean) / headOf(rival).mean).toFixed(1)} %` : '';
  return { beatsBaselines: apart, summary: `${sentence}, and ${shown(headOf(rival))} for ${alike.length > 1 ? 'the best of those beside it' : 'what stands beside it'} (${rival.name})${share}.${judged}${ceiling}` };
}

function namedReturn({ adapts, steps, total }: Pick<AgentTestResult, 'adapts' | 'steps'> & Returns): string {
  if (adapts === 'not' || (adapts === 'memory' && !total)) return 'return';
  if (adapts === 'memory') return `return of all ${steps + 1} episodes`;
  return steps === 0 ? 'return before adapting' : `return after ${steps} step${steps === 1 ? '' : 's'}`;
}

function best(baselines: readonly AgentBaseline[]): AgentBaseline | undefined {
  return baselines.reduce<AgentBaseline | undefined>((found, each) => (found === undefined || headOf(each).mean > headOf(found).mean ? each : found), undefined);
}

/** `-12.3 ± 1.4`, with as many digits as the larger of the two deserves; of one task alone without an interval. */
export function shown({ mean, ci95 }: LooseEstimate): string {
  const size = Math.max(Math.abs(mean), ci95 ?? 0);
  const decimals = size < 1 ? 3 : size < 10 ? 2 : size < 100 ? 1 : 0;
  return `${mean.toFixed(decimals)}${ci95 === undefined ? '' : ` ± ${ci95.toFixed(decimals)}`}`;
}
