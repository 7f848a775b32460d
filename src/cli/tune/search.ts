import { isBetter } from '../baselines.js';
import { Stopped } from '../failure.js';
import { formatDuration } from '../options/duration.js';
import type { Output } from '../output.js';
import type { Metric } from '../report/index.js';
import type { Rung } from './rungs.js';
import type { Point } from './space.js';
import { advance, type Search, type Trial } from './trial.js';

/** Goes through the rounds: in each, the best of those that went through the one before go on. */
export async function searchOn(search: Search, begun: readonly Trial[], rungs: readonly Rung[], metric: Metric, output: Output, signal: AbortSignal): Promise<Trial[]> {
  const all = [...begun];
  let going = begun.map(({ number }) => number);
  let left = rungs.reduce((sum, { trials, seconds }, i) => sum + trials * (seconds - (rungs[i - 1]?.seconds ?? 0)), 0);
  for (const [round, { trials, seconds }] of rungs.entries()) {
    // As they stood after the round before, whatever a search that was stopped did since.
    const standing = (number: number): Trial => ({ number, point: all[number].point, scores: all[number].scores.slice(0, round) });
    const ranked = going.map(standing).filter(({ scores }) => scores.length === round).sort((a, b) => compareTrials(metric, a, b));
    going = ranked.slice(0, trials).map(({ number }) => number).sort((a, b) => a - b);
    for (const number of going) {
      if (all[number].scores.length <= round) output.warn(`trial ${number + 1}${round > 0 ? `, round ${round + 1}` : ''}: ${told(all[number].point)} (about ${formatDuration(left)} left)`);
      try {
        all[number] = await advance(search, all[number], round, seconds, signal);
      } catch (error) {
        if (!signal.aborted) throw error;
        throw new Stopped(`Stopped; what was done is saved in ${search.folder}. The same command goes on with it.`);
      }
      left -= seconds - (rungs[round - 1]?.seconds ?? 0);
    }
  }
  return all;
}

function told(point: Point): string {
  return Object.entries(point).map(([name, value]) => `${name} ${value}`).join(', ');
}

/** Whether a trial came to a number. */
export function isMeasured({ error, scores }: Trial): boolean {
  return error === undefined && Number.isFinite(scores.at(-1)?.mean);
}

/** Those that came to a number first, of these those that went further, of these the better. */
export function compareTrials(metric: Metric, a: Trial, b: Trial): number {
  if (isMeasured(a) !== isMeasured(b)) return isMeasured(a) ? -1 : 1;
  if (a.scores.length !== b.scores.length) return b.scores.length - a.scores.length;
  if (!isMeasured(a)) return a.number - b.number;
  const [left, right] = [a.scores.at(-1)!.mean, b.scores.at(-1)!.mean];
  return left === right ? a.number - b.number : isBetter(metric, left, right) ? -1 : 1;
}
