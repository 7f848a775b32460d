import type { AgentEntry } from '../catalogue/index.js';

/** What the rounds of episodes are called: steps of adaptation lie between them, or an agent remembers through them. */
export function roundNames(adapts: AgentEntry['adapts'], rounds: number): string[] {
  return Array.from({ length: rounds }, (_, round) => {
    if (rounds === 1 && adapts !== 'steps') return 'the episode';
    if (adapts === 'memory') return `episode ${round + 1}`;
    return round === 0 ? 'before adapting' : `after ${round} step${round === 1 ? '' : 's'}`;
  });
}
