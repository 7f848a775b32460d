import { metaTrain } from '../training/index.js';
import type { Schedule } from './catalogue/index.js';
import { executorOf } from './executor.js';
import { buildTrial } from './pace-setup.js';
import { progressLine } from './progress.js';
import type { Settings } from './settings/index.js';
import { optimizerOf } from './setup.js';
import { tellRetry } from './tell-retry.js';
import { endless } from './training-line.js';

/** Validations take a part of the time, too. */
const shareOfTraining = 0.9;

/**
 * How many iterations fit into so many seconds of training and validating, by training for a small part of them and throwing the result away. What falls or
 * anneals over the iterations must know their number, which a training that is ended by time would not tell it.
 */
export async function iterationsWithin(seconds: number, settings: Settings, schedule: Schedule, seed: number, workers: number | undefined, signal: AbortSignal): Promise<number> {
  const { family, algorithm } = await buildTrial(settings);
  const enough = new AbortController();
  const trial = Math.min(25, 0.1 * seconds);
  const line = progressLine('measuring the pace');
  const seen: { readonly at: number; readonly iteration: number }[] = [];
  try {
    await metaTrain({
      family,
      algorithm,
      optimizer: optimizerOf({ ...schedule, iterations: endless }),
      iterations: endless,
      metaBatchSize: schedule.metaBatch,
      chunkSize: schedule.chunkSize,
      seed,
      executor: executorOf(settings, schedule, workers, new URL('./pace-setup.js', import.meta.url)),
      signal: AbortSignal.any([signal, enough.signal]),
      onEvent(event) {
        if (event.type === 'retry') tellRetry(event.message);
        if (event.type !== 'iteration') return;
        seen.push({ at: performance.now() / 1000, iteration: event.iteration });
        const spent = seen.at(-1)!.at - seen[0].at;
        line.show({ done: event.iteration, fraction: spent / trial, secondsLeft: Math.max(0, trial - spent) });
        // The first iteration compiles, and says nothing of the pace.
        if (seen.length > 2 && spent >= trial) enough.abort();
      },
    });
  } catch (error) {
    if (!enough.signal.aborted || signal.aborted) throw error;
  } finally {
    line.end();
  }
  // Programs and workers are slow at first, so that the later half is the truer.
  const [middle, last] = [seen[Math.floor(seen.length / 2)], seen.at(-1)!];
  return Math.max(1, Math.round(((last.iteration - middle.iteration) / (last.at - middle.at)) * shareOfTraining * seconds));
}
