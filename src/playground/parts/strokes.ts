/** A point of the pad: 0 to 1 from the left and from the top. */
export type Point = readonly [x: number, y: number];
export type Stroke = readonly Point[];
/** Strokes in the order they were drawn. */
export type Drawing = readonly Stroke[];

/** Whether anything can be seen. */
export function isEmpty(drawing: Drawing): boolean {
  return drawing.every((stroke) => stroke.length === 0);
}

/** Drawings that fill less or more of the pad than this, or lie further from its middle, are moved to where people draw characters. */
const [smallest, largest, furthest, usual] = [0.35, 0.92, 0.15, 0.62];

/** The drawing in the middle of the pad and of a usual size, where it was far from both. */
export function fitted(drawing: Drawing): Drawing {
  if (isEmpty(drawing)) return drawing;
  const points = drawing.flat();
  const [left, top] = [Math.min(...points.map(([x]) => x)), Math.min(...points.map(([, y]) => y))];
  const [right, bottom] = [Math.max(...points.map(([x]) => x)), Math.max(...points.map(([, y]) => y))];
  const size = Math.max(right - left, bottom - top);
  const [x0, y0] = [(left + right) / 2, (top + bottom) / 2];
  if (size >= smallest && size <= largest && Math.hypot(x0 - 0.5, y0 - 0.5) <= furthest) return drawing;
  // A dot stays one.
  const scale = size < 0.02 ? 1 : usual / size;
  return drawing.map((stroke) => stroke.map(([x, y]) => [0.5 + (x - x0) * scale, 0.5 + (y - y0) * scale]));
}
