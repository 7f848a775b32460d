import { useRef, useState } from 'preact/hooks';
import type { Drawing, Point } from './strokes.js';

export interface PadProps {
  /** What is drawn here, for screen readers: 'Symbol 1, drawing 2'. */
  readonly label: string;
  readonly drawing: Drawing;
  readonly onDraw: (drawing: Drawing) => void;
}

const arrows: Readonly<Record<string, Point>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const within = (value: number): number => Math.min(1, Math.max(0, value));

/**
 * A square to draw on by mouse, finger or pen; with the keyboard, arrow keys move a pen (with shift, further), and space or enter sets it down and lifts it.
 */
export function Pad({ label, drawing, onDraw }: PadProps) {
  const [pen, setPen] = useState<{ readonly at: Point; readonly down: boolean }>();
  // Of moves that come between two renderings none may be lost.
  const latest = useRef(drawing);
  latest.current = drawing;
  const drawn = (next: Drawing): void => onDraw((latest.current = next));
  const extended = (point: Point): Drawing => [...latest.current.slice(0, -1), [...(latest.current.at(-1) ?? []), point]];

  const placeOf = (event: PointerEvent, pad: SVGElement): Point => {
    const { left, top, width, height } = pad.getBoundingClientRect();
    return [within((event.clientX - left) / width), within((event.clientY - top) / height)];
  };
  const press = (event: KeyboardEvent): void => {
    const { at, down } = pen ?? { at: [0.5, 0.5] as Point, down: false };
    if (event.key === ' ' || event.key === 'Enter') {
      event.preventDefault();
      setPen({ at, down: !down });
      if (!down) drawn([...latest.current, [at]]);
    } else if (event.key in arrows) {
      event.preventDefault();
      const step = event.shiftKey ? 0.12 : 0.04;
      const to: Point = [within(at[0] + arrows[event.key][0] * step), within(at[1] + arrows[event.key][1] * step)];
      setPen({ at: to, down });
      if (down) drawn(extended(to));
    }
  };
  return (
    <svg
      class="pad"
      viewBox="0 0 105 105"
      tabindex={0}
      role="application"
      aria-roledescription="drawing pad"
      aria-label={`${label}: ${drawing.length === 0 ? 'empty' : `${drawing.length} stroke${drawing.length === 1 ? '' : 's'}`}${pen ? `, pen ${pen.down ? 'down' : 'up'} at ${Math.round(100 * pen.at[0])}, ${Math.round(100 * pen.at[1])}` : ''}`}
      onPointerDown={(event) => {
        // A second finger, or a palm, would join its places to the stroke that is being drawn; other buttons of a mouse open menus.
        if (!event.isPrimary || event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        drawn([...latest.current, [placeOf(event, event.currentTarget)]]);
      }}
      onPointerMove={(event) => {
        if (!event.isPrimary || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
        // Between two frames a fast hand has gone a long way.
        const moves = event.getCoalescedEvents?.() ?? [];
        for (const move of moves.length > 0 ? moves : [event]) drawn(extended(placeOf(move, event.currentTarget)));
      }}
      onKeyDown={press}
      onFocus={(event) => event.currentTarget.matches(':focus-visible') && setPen(pen ?? { at: [0.5, 0.5], down: false })}
      onBlur={() => setPen(undefined)}
    >
      {drawing.map((stroke, i) => (
        <path key={i} d={pathOf(stroke)} />
      ))}
      {pen && <circle class={pen.down ? 'pen down' : 'pen'} cx={105 * pen.at[0]} cy={105 * pen.at[1]} r={4} />}
    </svg>
  );
}

function pathOf(stroke: readonly Point[]): string {
  const places = stroke.map(([x, y]) => `${(105 * x).toFixed(1)} ${(105 * y).toFixed(1)}`);
  return `M${places.join('L')}${places.length === 1 ? `L${places[0]}` : ''}`;
}
