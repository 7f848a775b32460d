import { line } from 'd3-shape';
import type { Scales } from './plot.js';

export interface LineProps {
  readonly scales: Scales;
  readonly xs: ArrayLike<number>;
  /** Where a value is not finite, the line has a gap. */
  readonly ys: ArrayLike<number>;
  /** CSS classes beside `line`: `other` and `truth` are there. */
  readonly kind?: string;
  /** Default 1. */
  readonly opacity?: number;
}

/** Values joined by a line, in a `Plot`. */
export function Line({ scales, xs, ys, kind = '', opacity }: LineProps) {
  const path = line<number>((i) => scales.x(xs[i]), (i) => drawable(scales.y(ys[i]))).defined((i) => Number.isFinite(ys[i]));
  return <path class={`line ${kind}`} opacity={opacity} pointer-events="none" d={path(Array.from(xs, (_, i) => i)) ?? ''} />;
}

/** Browsers read no numbers beyond float32: what is that far outside stays outside. */
function drawable(pixel: number): number {
  return Math.min(1e5, Math.max(-1e5, pixel));
}
