import { foldIn, generatorOf, uniformOf, type Key } from '../../random/index.js';

/** One movement of the pen through its points, in a square with y pointing down. */
interface Stroke {
  /** x and y in turn. */
  readonly points: readonly number[];
  /** Whether the pen runs through the points in a curve or turns sharply at each. */
  readonly curved: boolean;
  /** The point of an earlier stroke that this one starts from, so that strokes stay joined in every drawing. */
  readonly joint?: { readonly stroke: number; readonly point: number };
}

/** A character of an invented alphabet: how it is meant to be drawn. Its points lie in [-0.5, 0.5]. */
export type Character = readonly Stroke[];

/** The pen's path in one drawing: polylines of x, y in turn. */
export type Path = readonly Float64Array[];

/** The character that belongs to `key`: two to four strokes, each a line, an arc, a hook, a wave or a loop. */
export function inventCharacter(key: Key): Character {
  const generator = generatorOf(key);
  const draw = (low: number, high: number): number => low + (high - low) * uniformOf(generator);
  const chance = (probability: number): boolean => uniformOf(generator) < probability;
  const strokes: Stroke[] = [];
  const count = 2 + Math.floor(draw(0, 2.6));
  for (let s = 0; s < count; s++) {
    let joint: Stroke['joint'];
    let [x, y] = [draw(-0.5, 0.5), draw(-0.5, 0.5)];
    if (s > 0 && chance(0.75)) {
      const stroke = Math.floor(draw(0, s));
      const { points } = strokes[stroke];
      const point = Math.floor(draw(0, points.length / 2));
      joint = { stroke, point };
      [x, y] = [points[2 * point], points[2 * point + 1]];
    }
    // Writers favour upright and level strokes, and draw back towards the middle.
    const inwards = Math.atan2(-y, -x);
    const heading = (Math.round((inwards + draw(-1.2, 1.2)) / (Math.PI / 4)) * Math.PI) / 4 + draw(-0.15, 0.15);
    const length = draw(0.45, 1);
    strokes.push({ ...shapeOf(draw(0, 1), x, y, heading, length, chance(0.5) ? 1 : -1, draw), joint });
  }
  return centred(strokes);
}

/** The points of a stroke of a kind chosen by `which`, in [0, 1). `side` is the side to which it bends. */
function shapeOf(which: number, x: number, y: number, heading: number, length: number, side: number, draw: (low: number, high: number) => number): Stroke {
  const points = [x, y];
  const go = (angle: number, distance: number): void => {
    points.push(points[points.length - 2] + distance * Math.cos(angle), points[points.length - 1] + distance * Math.sin(angle));
  };
  if (which < 0.28) {
    go(heading, length / 2);
    go(heading, length / 2);
    return { points, curved: false };
  }
  if (which < 0.42) {
    go(heading, length * 0.6);
    go(heading + side * draw(1.2, 2.4), length * draw(0.35, 0.6));
    return { points, curved: false };
  }
  const bends: number[] = [];
  if (which < 0.68) bends.push(...new Array<number>(3).fill(side * draw(0.35, 1)));
  else if (which < 0.8) bends.push(side * 0.9, side * 0.6, -side * 0.9, -side * 0.9);
  else if (which < 0.9) bends.push(0, side * 0.4, side * 1.3, side * 1.1);
  else bends.push(...new Array<number>(6).fill(side * draw(0.85, 1.05)));
  const step = (length * (bends.length > 5 ? 2 : 1.3)) / (bends.length + 1);
  let angle = heading - side * (bends.length > 5 ? 0.5 : 0.7);
  go(angle, step);
  for (const bend of bends) go((angle += bend), step);
  return { points, curved: true };
}

/** Moves and scales the character into the square; narrow characters are widened only a little. */
function centred(strokes: readonly Stroke[]): Character {
  const xs = strokes.flatMap(({ points }) => points.filter((_, i) => i % 2 === 0));
  const ys = strokes.flatMap(({ points }) => points.filter((_, i) => i % 2 === 1));
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const [width, height] = [right - left, bottom - top];
  const largest = Math.max(width, height);
  const scaleX = 1 / Math.max(width, 0.65 * largest);
  const scaleY = 1 / Math.max(height, 0.65 * largest);
  return strokes.map((stroke) => ({
    ...stroke,
    points: stroke.points.map((value, i) => (i % 2 === 0 ? (value - (left + right) / 2) * scaleX : (value - (top + bottom) / 2) * scaleY)),
  }));
}

/** One drawing of the character by an unsteady hand: points jitter, joints stay nearly closed. */
export function drawCharacter(character: Character, key: Key, unsteadiness = 0.045): Path {
  const generator = generatorOf(foldIn(key, 1));
  // The sum of three uniform draws is close enough to a normal draw, and cheap.
  const jitter = (amount: number): number => amount * 2 * (uniformOf(generator) + uniformOf(generator) + uniformOf(generator) - 1.5);
  const drawn: number[][] = [];
  return character.map(({ points, curved, joint }) => {
    const moved = points.map((value) => value + jitter(unsteadiness));
    if (joint) {
      const from = drawn[joint.stroke];
      moved[0] = from[2 * joint.point] + jitter(unsteadiness / 3);
      moved[1] = from[2 * joint.point + 1] + jitter(unsteadiness / 3);
    }
    drawn.push(moved);
    return curved ? smooth(moved) : Float64Array.from(moved);
  });
}

const pieces = 4;

/** A Catmull-Rom curve through the points, as a polyline. */
function smooth(points: readonly number[]): Float64Array {
  const count = points.length / 2;
  const path = new Float64Array(2 * ((count - 1) * pieces + 1));
  for (let i = 0, at = 0; i < count; i++) {
    const steps = i === count - 1 ? 1 : pieces;
    for (let step = 0; step < steps; step++) {
      for (let axis = 0; axis < 2; axis++) {
        const b = points[2 * i + axis];
        const a = i > 0 ? points[2 * i - 2 + axis] : b;
        const c = i + 1 < count ? points[2 * i + 2 + axis] : b;
        const d = i + 2 < count ? points[2 * i + 4 + axis] : c;
        const t = step / pieces;
        path[at++] = b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
      }
    }
  }
  return path;
}
