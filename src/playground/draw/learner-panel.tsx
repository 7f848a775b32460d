import { Bars } from '../parts/bars.js';
import { Loading } from '../parts/loading.js';
import { Notice } from '../parts/notice.js';
import { Slider } from '../parts/slider.js';
import { learners, type LearnerName } from './learners.js';
import type { Drawing } from '../parts/strokes.js';
import type { Invented } from './symbols.js';
import { useLearner } from './use-learner.js';

export interface LearnerPanelProps {
  readonly learner: LearnerName;
  readonly symbols: readonly Invented[];
  readonly query: Drawing;
  /** Inner steps, and how they are changed, of learners that take some. */
  readonly steps?: number;
  readonly onSteps?: (steps: number) => void;
}

/** The programs that there are. */
const choices = [1, 2, 3, 5];

/** What one learner makes of the query. */
export function LearnerPanel({ learner, symbols, query, steps, onSteps }: LearnerPanelProps) {
  const { name, how } = learners[learner];
  const { ready, loading, adapted, probabilities, failure } = useLearner(learner, symbols, query, steps);
  return (
    <section class="card learner" aria-label={name}>
      <h2>{name}</h2>
      <p class="small">It {how}.</p>
      {failure && <Notice kind="error">{failure}</Notice>}
      {!ready && !failure && <Loading loading={loading} />}
      {steps !== undefined && onSteps && <Slider label="Steps" value={choices.indexOf(steps)} min={0} max={choices.length - 1} format={(at) => String(choices[at])} onInput={(at) => onSteps(choices[at])} />}
      {probabilities ? <Bars label={`What ${name} sees`} bars={probabilities} /> : ready && <p class="small">Draw on the large pad to ask it.</p>}
      {adapted && (
        <p class="small timing">
          Adapted to {adapted.drawings} drawing{adapted.drawings === 1 ? '' : 's'} of {adapted.symbols} symbols in {adapted.milliseconds.toFixed(0)} ms on this device.
        </p>
      )}
    </section>
  );
}
