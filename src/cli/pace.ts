import { setImmediate } from 'node:timers/promises';
import { foldIn } from '../random/index.js';
import type { TaskFamily } from '../tasks/index.js';
import { metaTrain } from '../training/index.js';
import { streamKey } from '../training/streams.js';
import type { Schedule } from './catalogue/index.js';
import { progressLine } from './progress.js';
import type { Settings } from './settings/index.js';
import { buildRun, optimizerOf } from './setup.js';
import { executorOf } from './executor.js';
import { endless } from './training-line.js';

/**
 * How many iterations fit into so many seconds, by training for a small part of them and throwing the result away. What falls or anneals over the
 * iterations must know their number, which a training that is ended by time would not tell it.
 */
export async function iterationsWithin(seconds: number, settings: Settings, schedule: Schedule, seed: number, workers: number | undefined, signal: AbortSignal): Promise<number> {
  const { family, algorithm } = await buildRun(settings);
  const enough = new AbortController();
  const trial = Math.min(25, 0.1 * seconds);
  await drawAhead(family, seed, 1000 * Math.min(20, 0.07 * seconds), signal);
  const line = progressLine('measuring the pace');
  const seen: { readonly at: number; readonly iteration: number }[] = [];
  try {
    await metaTrain({
      family,
      algorithm,
      optimizer: optimizerOf({ ...schedule, iterations: endless }),
      iterations: endless,
      metaBatchSize: schedule.metaBatch,
      seed,
      executor: executorOf(settings, workers),
      signal: AbortSignal.any([signal, enough.signal]),
      onEvent(event) {
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
  return Math.max(1, Math.round(((last.iteration - middle.iteration) / (last.at - middle.at)) * seconds));
}

const mostDrawn = 4000;

/** Draws tasks of training for a while: images are read and decoded when first drawn, which a long training does for a small part of its time, and a short trial would for most of its own. */
async function drawAhead(family: TaskFamily, seed: number, milliseconds: number, signal: AbortSignal): Promise<void> {
  const line = progressLine('reading examples');
  const started = performance.now();
  for (let done = 0, spent = 0; done < mostDrawn && spent < milliseconds && !signal.aborted; done++, spent = performance.now() - started) {
    family.sample('train', foldIn(streamKey(seed, 'train'), done));
    line.show({ done, fraction: Math.max(done / mostDrawn, spent / milliseconds), secondsLeft: (milliseconds - spent) / 1000 });
    await setImmediate();
  }
  line.end();
}
