import { useMemo, useState } from 'preact/hooks';
import { Handle } from '../parts/handle.js';
import { Line } from '../parts/line.js';
import { Notice } from '../parts/notice.js';
import { Plot, type Scales } from '../parts/plot.js';
import { useLatest } from '../parts/use-latest.js';
import { useAdapted, type BenchProps } from './bench.js';

interface Point {
  readonly x: number;
  readonly y: number;
}

const start: readonly Point[] = [{ x: -3, y: 1 }, { x: 0, y: -1 }, { x: 3, y: 2 }];
const across = 81;

/** Values of one number: points to drag, and the curve that the model makes of them. */
export function CurveBench(props: BenchProps) {
  const { model, restored } = props;
  const [points, setPoints] = useState(restored ? [] : start);
  const [reach, setReach] = useState({ x: 5, y: 6 });
  const most = Math.max(...model.card.programs.map(({ rows }) => rows));
  const support = useMemo(() => (points.length === 0 ? undefined : { x: points.map(({ x }) => x), y: points.map(({ y }) => y) }), [points]);
  const { adapted, failure } = useAdapted(props, support, {});
  const grid = useMemo(() => Float32Array.from({ length: across }, (_, i) => reach.x * ((2 * i) / (across - 1) - 1)), [reach]);
  const curve = useLatest(adapted && (async () => (await adapted.predict({ x: grid })).values), [adapted, grid]);
  const add = (point: Point) => points.length < most && setPoints([...points, point]);
  const drawn = (scales: Scales) => (
    <>
      {curve.value && <Line scales={scales} xs={grid} ys={curve.value} kind="now" />}
      {points.map((point, i) => (
        <Handle key={i} scales={scales} {...point} label={`Point ${i + 1}`} step={reach.y / 50} onMove={(x, y) => setPoints(points.with(i, { x, y }))} onRemove={() => setPoints(points.toSpliced(i, 1))} />
      ))}
    </>
  );
  return (
    <section class="card" aria-label="Use it">
      <h2>Points, and its curve</h2>
      {(failure ?? curve.failure) && <Notice kind="error">{failure ?? curve.failure}</Notice>}
      <Plot label="The points, and the curve that the model makes of them" x={[-reach.x, reach.x]} y={[-reach.y, reach.y]} ratio={0.5} onPick={(x, y) => add({ x, y })}>
        {drawn}
      </Plot>
      <div class="row">
        <button type="button" disabled={points.length >= most} onClick={() => add({ x: 0, y: 0 })}>
          Add a point
        </button>
        <button type="button" disabled={points.length === 0} onClick={() => setPoints(points.slice(0, -1))}>
          Remove the last
        </button>
        {(['x', 'y'] as const).map((axis) => (
          <label key={axis} class="reach">
            {axis} up to{' '}
            <input
              type="number"
              min={0.1}
              max={1e6}
              step="any"
              value={reach[axis]}
              onChange={({ currentTarget }) => {
                const value = currentTarget.valueAsNumber;
                if (value >= 0.1 && value <= 1e6) setReach({ ...reach, [axis]: value });
                else currentTarget.value = String(reach[axis]);
              }}
            />
          </label>
        ))}
      </div>
      <p class="small">Drag points, or move them with the arrow keys; click beside them to add one (at most {most}), and press delete on one to remove it.</p>
    </section>
  );
}
