import { useRef, useState } from 'preact/hooks';
import { Choice } from '../parts/choice.js';
import { Notice } from '../parts/notice.js';
import { Loading } from '../parts/loading.js';
import { Slider } from '../parts/slider.js';
import { usualRate } from './rates.js';
import { NetworkPanel } from './network-panel.js';
import { exampleOf, mostPoints, type Point } from './points.js';
import { TrainingPanel } from './training-panel.js';
import { useAdapter } from './use-adapter.js';
import { useTraining } from './use-training.js';

/** Points to adapt to: of an example, whose truth is known, or the visitor's own. */
interface Shown {
  readonly points: readonly Point[];
  readonly truth?: readonly number[];
}

/** Two networks that adapt to the same points: one meta-trained, one not. */
export function CurvesPage() {
  const [example, setExample] = useState(0);
  const [{ points, truth }, setShown] = useState<Shown>(() => exampleOf(0));
  const [steps, setSteps] = useState(1);
  const [rate, setRate] = useState(usualRate);
  const [own, setOwn] = useState(false);
  const training = useTraining();
  const bytes = own ? training.bytes : undefined;
  const { adapted, loading, failure } = useAdapter(points, rate, bytes);
  const addButton = useRef<HTMLButtonElement>(null);

  const edit = {
    move: (index: number, to: Point) => setShown(({ points }) => ({ points: points.with(index, to) })),
    add: (point: Point) => setShown((shown) => (shown.points.length < mostPoints ? { points: [...shown.points, point] } : shown)),
    remove: (index: number) => {
      setShown(({ points }) => ({ points: points.toSpliced(index, 1) }));
      addButton.current?.focus();
    },
  };
  const another = () => {
    setExample(example + 1);
    setShown(exampleOf(example + 1));
  };
  const shared = { points, known: adapted?.points ?? [], steps, truth };
  const lost = adapted?.learned.onGrid[steps].some((value) => !(Math.abs(value) < 1000));
  return (
    <>
      {failure && <Notice kind="error">{failure}</Notice>}
      {!adapted && !failure && <Loading loading={loading} />}
      {lost && <Notice kind="error">Steps this large overshoot, each more than the one before, and the curve is lost. Choose a smaller inner rate.</Notice>}
      <div class="row">
        <Slider label="Steps" value={steps} min={0} max={10} onInput={setSteps} />
        <Slider label="Inner rate" value={rate} min={0.001} max={0.05} step={0.001} format={(value) => value.toFixed(3)} onInput={setRate} />
      </div>
      <div class="row">
        <button type="button" onClick={another}>
          Another sine wave
        </button>
        <button type="button" ref={addButton} disabled={points.length >= mostPoints} onClick={() => edit.add({ x: 0, y: 0 })}>
          Add a point
        </button>
        <button type="button" disabled={points.length === 0} onClick={() => edit.remove(points.length - 1)}>
          Remove the last
        </button>
        <button type="button" disabled={points.length === 0} onClick={() => setShown({ points: [] })}>
          Clear
        </button>
      </div>
      {training.bytes && (
        <Choice
          label="The meta-learned network"
          value={own ? 'own' : 'shipped'}
          options={[
            { value: 'shipped', label: 'the one that came with this page' },
            { value: 'own', label: 'the one trained here' },
          ]}
          onChange={(value) => setOwn(value === 'own')}
        />
      )}
      <div class="pair">
        <NetworkPanel name={bytes ? 'Meta-learned, here in this page' : 'Meta-learned'} kind="" curves={adapted?.learned} edit={edit} {...shared} />
        <NetworkPanel name="Without meta-training" kind="other" curves={adapted?.untrained} {...shared} />
      </div>
      <p class="small">
        Drag the points of the first network, or move them with the arrow keys (with shift, faster). Click beside them to add one; a double click or the delete key removes it. Numbers at the points tell how far the curve is from them; errors below are means of their squares.
        {truth && ' The dashed line is the sine wave that the points are of.'}
      </p>
      <TrainingPanel
        training={training}
        shown={bytes !== undefined}
        onStart={() => {
          setOwn(true);
          training.start();
        }}
        onStop={training.stop}
      />
    </>
  );
}
