import { Line } from '../parts/line.js';
import { Notice } from '../parts/notice.js';
import { Plot } from '../parts/plot.js';
import { Progress } from '../parts/progress.js';
import type { Training } from './use-training.js';

/** Meta-trains a fresh network in the page, and shows how it goes. */
export function TrainingPanel({ training, shown, onStart, onStop }: { readonly training: Training; /** Whether it is the network above. */ readonly shown: boolean; readonly onStart: () => void; readonly onStop: () => void }) {
  const { state, progress, iteration, iterations, losses, errors, seconds, failure } = training;
  const works = state === 'loading' || state === 'running';
  const error = errors.at(-1);
  return (
    <section class="card training" aria-labelledby="training">
      <h2 id="training">Make one yourself</h2>
      <p>A fresh network learns from 25 new sine waves a step how to learn a sine wave, in a few seconds, in this page. Watch its curve above while it does.</p>
      <div class="row">
        {works ? (
          <button type="button" onClick={onStop}>
            Stop here
          </button>
        ) : (
          <button type="button" class="main" onClick={onStart}>
            Meta-train a fresh model in this page
          </button>
        )}
      </div>
      {failure && <Notice kind="error">{failure}</Notice>}
      {state === 'loading' && <Progress label="Loading the runtime" value={progress || undefined} />}
      {(state === 'running' || state === 'stopped' || state === 'done') && (
        <>
          <Progress label="Meta-training" value={progress} detail={`${iteration} of ${iterations} steps, ${seconds.toFixed(1)} s`} />
          <p role="status">
            {state === 'done' && (shown ? 'Done: the network above is yours. ' : 'Done: it can be chosen above. ')}
            {state === 'stopped' && (shown ? 'Stopped: the network above is as far as it got. ' : 'Stopped: as far as it got, it can be chosen above. ')}
            {error && (
              <>
                Error after one step from five points, on 200 waves that it never saw: <strong class="one-step">{error.mean.toFixed(2)}</strong> ± {error.ci95.toFixed(2)}.
              </>
            )}
          </p>
          <Plot label={`The loss while training, ${losses.at(-1)?.loss.toFixed(2) ?? 'none yet'} at last`} x={[0, iterations]} y={[0, 5]} ratio={0.3}>
            {(scales) => <Line scales={scales} xs={losses.map(({ iteration }) => iteration)} ys={losses.map(({ loss }) => loss)} />}
          </Plot>
          <p class="small">The loss of the meta-batches: the error after one step. It jumps because every batch is of other waves.</p>
        </>
      )}
    </section>
  );
}
