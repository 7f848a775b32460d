import { textTable } from '../text-table.js';
import { installCommand } from './contenders.js';
import type { RaceResult } from './race.js';

/** The results for a terminal: a table of all programs, the ratios, and who was missing. */
export function present(results: readonly RaceResult[]): string {
  const names = [...new Map(results.flatMap(({ peers }) => peers.map(({ name, title }) => [name, title] as const)))];
  const head = ['median ms (processes x threads)', 'metalearn', ...names.map(([, title]) => title), 'ratio to the fastest peer', 'start to first step'];
  const rows = results.map(({ title, unit, own, peers, ratio, startupSeconds }) => [
    `${title}, per ${unit}`,
    timed(own),
    ...names.map(([name]) => timed(peers.find((peer) => peer.name === name))),
    ratio ? `${ratio.median.toFixed(2)} (${ratio.least.toFixed(2)} to ${ratio.most.toFixed(2)})` : 'no peer present',
    `${startupSeconds.toFixed(2)} s`,
  ]);
  return [textTable(head, rows), ...absences(results)].join('\n');
}

/** Sentences about the peers that did not take part. */
export function absences(results: readonly RaceResult[]): string[] {
  const reasons = new Map<string, string>();
  for (const { workload, missing } of results) {
    for (const { name, why } of missing) reasons.set(`${name}: ${why}`, [reasons.get(`${name}: ${why}`), workload].filter(Boolean).join(', '));
  }
  if (reasons.size === 0) return [];
  return ['', 'Missing:', ...[...reasons].map(([reason, workloads]) => `  ${reason} (${workloads})`), `To install the peers: ${installCommand}`];
}

function timed(placing?: { milliseconds: number; executor: string }): string {
  return placing ? `${placing.milliseconds.toPrecision(3)} (${placing.executor})` : 'missing';
}
