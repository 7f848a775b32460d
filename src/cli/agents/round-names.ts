import type { AgentEntry } from '../catalogue/index.js';

/** What the rounds of episodes are called: steps of adaptation lie between them, or an agent remembers through them. */
export function roundNames(adapts: AgentEntry['adapts'], rounds: number): string[] {
  return Array.from({ length: rounds }, (_, i) => roundName(adapts, i));
}

export function roundName(adapts: AgentEntry['adapts'], round: number): string {
  if (adapts === 'memory') return `episode ${round + 1}`;
  if (round === 0) return adapts === 'not' ? 'as it is' : 'before adapting';
  return `after ${round} step${round === 1 ? '' : 's'}`;
}
