import type { TrainingEvent } from '../training/index.js';
import { progressLine, type Reached } from './progress.js';
import { formatMeasured } from './report/index.js';
import { tellRetry } from './tell-retry.js';

/** So many iterations are no number to be reached: such a run ends by its time. */
export const endless = 100_000_000;

/** What a line tells of an iteration beside how far it is: by default the loss. */
export type Told = (event: TrainingEvent & { readonly type: 'iteration' }) => Pick<Reached, 'loss' | 'notes'>;

/** A progress line that is fed by the events of meta-training. */
export function trainingLine(label: string, told: Told = ({ loss }) => ({ loss })): { onEvent(event: TrainingEvent): void; end(): void } {
  const line = progressLine(label);
  let total: number | undefined;
  let validation: string | undefined;
  let ended = false;
  return {
    onEvent(event) {
      if (event.type === 'start' && event.iterations < endless) total = event.iterations;
      if (event.type === 'validation') validation = formatMeasured({ unit: event.metric === 'accuracy' ? 'percent' : 'number' }, event.mean, event.ci95);
      if (event.type === 'retry') tellRetry(event.message);
      if (event.type !== 'iteration') return;
      const { iteration, rate, secondsLeft } = event;
      // A run that ends by its time has nothing left when its time is over, whatever is left of its iterations.
      const worked = rate > 0 ? iteration / rate : 0;
      line.show({ done: iteration, total, fraction: worked / (worked + secondsLeft), rate, secondsLeft, ...told(event), validation });
    },
    end() {
      if (!ended) line.end();
      ended = true;
    },
  };
}
