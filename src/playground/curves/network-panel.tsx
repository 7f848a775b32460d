import { Handle } from '../parts/handle.js';
import { Line } from '../parts/line.js';
import { Plot, type Scales } from '../parts/plot.js';
import type { Curves } from './messages.js';
import { formatError, grid, meanSquare, xRange, yRange, type Point } from './points.js';

export interface NetworkPanelProps {
  readonly name: string;
  /** CSS class of its curves: '' or 'other'. */
  readonly kind: string;
  readonly points: readonly Point[];
  /** The points that the curves were made from: while one is dragged, those of a moment ago. */
  readonly known: readonly Point[];
  readonly curves?: Curves;
  readonly steps: number;
  /** The sine wave that the points are of, if so. */
  readonly truth?: readonly number[];
  /** Where given, points can be moved, added and removed here. */
  readonly edit?: { readonly move: (index: number, to: Point) => void; readonly add: (point: Point) => void; readonly remove: (index: number) => void };
}

/** What a network makes of the points: its curve, faintly those of the steps before, and its errors. */
export function NetworkPanel({ name, kind, points, known, curves, steps, truth, edit }: NetworkPanelProps) {
  const predicted = curves?.atPoints[steps];
  const atPoints = predicted && known.length > 0 ? meanSquare(predicted, known.map(({ y }) => y)) : undefined;
  const onCurve = curves && truth ? meanSquare(curves.onGrid[steps], truth) : undefined;
  const drawn = (scales: Scales) => (
    <>
      {truth && <Line scales={scales} xs={grid} ys={truth} kind="truth" />}
      {curves?.onGrid.slice(0, steps + 1).map((ys, step) => <Line key={step} scales={scales} xs={grid} ys={ys} kind={step === steps ? `${kind} now` : kind} opacity={step === steps ? 1 : 0.15 + (0.2 * step) / steps} />)}
      {points.map((point, i) => (
        <ErrorAt key={`error ${i}`} scales={scales} point={point} error={predicted && i in known ? predicted[i] - known[i].y : undefined} />
      ))}
      {points.map((point, i) =>
        edit ? (
          <Handle key={i} scales={scales} {...point} label={`Point ${i + 1}`} onMove={(x, y) => edit.move(i, { x, y })} onRemove={() => edit.remove(i)} />
        ) : (
          <circle key={i} class="dot" cx={scales.x(point.x)} cy={scales.y(point.y)} r={5} />
        ),
      )}
    </>
  );
  return (
    <section class="card network" aria-label={name}>
      <h2>{name}</h2>
      <Plot label={`${name}: its curve after ${steps} steps`} x={xRange} y={yRange} onPick={edit && ((x, y) => edit.add({ x, y }))}>
        {drawn}
      </Plot>
      <dl class="errors">
        <div>
          <dt>Error at the points</dt>
          <dd class="at-points">{atPoints === undefined ? '–' : formatError(atPoints)}</dd>
        </div>
        <div>
          <dt>On the whole sine wave</dt>
          <dd class="on-curve">{onCurve === undefined ? '–' : formatError(onCurve)}</dd>
        </div>
      </dl>
    </section>
  );
}

/** How far the curve is from a point, as a number beside it. */
function ErrorAt({ scales, point, error }: { readonly scales: Scales; readonly point: Point; readonly error?: number }) {
  if (error === undefined) return null;
  const [x, y] = [scales.x(point.x), scales.y(point.y)];
  const high = y < scales.y.range()[1] + 24;
  const late = x > scales.x.range()[1] - 40;
  return (
    <text class="tick" x={x + (late ? -10 : 10)} y={y + (high ? 18 : -10)} text-anchor={late ? 'end' : 'start'} pointer-events="none">
      {Number.isFinite(error) && Math.abs(error) < 1000 ? `${error < 0 ? '−' : '+'}${Math.abs(error).toFixed(2)}` : '∞'}
    </text>
  );
}
