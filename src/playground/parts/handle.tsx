import type { ComponentChildren } from 'preact';
import type { Scales } from './plot.js';

export interface HandleProps {
  readonly scales: Scales;
  readonly x: number;
  readonly y: number;
  /** What it is, for screen readers: 'Point 2', 'Goal'. */
  readonly label: string;
  /** Its new place, kept within the axes. */
  readonly onMove: (x: number, y: number) => void;
  /** On Delete, Backspace and a double click, where it can be removed. */
  readonly onRemove?: () => void;
  /** What an arrow key moves it by; with shift five times that. Default 0.1. */
  readonly step?: number;
  /** What it looks like, around (0, 0). Default: a dot. */
  readonly children?: ComponentChildren;
}

const arrows: Readonly<Record<string, readonly [number, number]>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** Something in a `Plot` that is dragged by mouse or finger, or moved by the arrow keys once it has the focus. */
export function Handle({ scales, x, y, label, onMove, onRemove, step = 0.1, children = <circle class="dot" r={7} /> }: HandleProps) {
  const moveTo = (toX: number, toY: number) => onMove(within(scales.x.domain(), toX), within(scales.y.domain(), toY));
  const drag = (event: PointerEvent & { readonly currentTarget: SVGElement }) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.ownerSVGElement!.getBoundingClientRect();
    moveTo(scales.x.invert(event.clientX - box.left), scales.y.invert(event.clientY - box.top));
  };
  const press = (event: KeyboardEvent) => {
    const removes = onRemove && (event.key === 'Delete' || event.key === 'Backspace');
    if (!removes && !(event.key in arrows)) return;
    event.preventDefault();
    if (removes) return onRemove();
    const [right, up] = arrows[event.key];
    const far = event.shiftKey ? 5 * step : step;
    moveTo(x + right * far, y + up * far);
  };
  return (
    <g
      class="handle"
      transform={`translate(${scales.x(x)} ${scales.y(y)})`}
      tabindex={0}
      role="slider"
      aria-label={label}
      aria-roledescription="movable point"
      aria-valuemin={scales.y.domain()[0]}
      aria-valuemax={scales.y.domain()[1]}
      aria-valuenow={Number(y.toFixed(2))}
      aria-valuetext={`x ${x.toFixed(1)}, y ${y.toFixed(1)}`}
      onPointerDown={({ currentTarget, pointerId }) => currentTarget.setPointerCapture(pointerId)}
      onPointerMove={drag}
      onKeyDown={press}
      onDblClick={onRemove}
    >
      <circle class="reach" r={22} />
      {children}
    </g>
  );
}

function within([low, high]: readonly number[], value: number): number {
  return Math.min(high, Math.max(low, value));
}
