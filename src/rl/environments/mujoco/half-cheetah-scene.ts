import type { Episode, Scene, Shape } from '../../environment/index.js';
import { halfCheetah } from './half-cheetah.js';
import { observed } from './runners.js';
import { wayOf } from './way.js';

type Point = readonly [x: number, z: number];

interface Limb {
  /** The limb that it hangs on, and where its joint is there. */
  readonly on: number;
  readonly joint: Point;
  /** Of its capsule: the middle, how far it leans from upright towards x, in radians, and half of its length. */
  readonly middle: Point;
  readonly lean: number;
  readonly half: number;
}

/** The measures of half-cheetah.ts, in the order of its joints: the trunk, and then the limbs from back to front. */
const limbs: readonly Limb[] = [
  { on: -1, joint: [0, 0], middle: [0, 0], lean: -Math.PI / 2, half: 0.5 },
  { on: 0, joint: [-0.5, 0], middle: [0.1, -0.13], lean: -3.8, half: 0.145 },
  { on: 1, joint: [0.16, -0.25], middle: [-0.14, -0.07], lean: -2.03, half: 0.15 },
  { on: 2, joint: [-0.28, -0.14], middle: [0.03, -0.097], lean: -0.27, half: 0.094 },
  { on: 0, joint: [0.5, 0], middle: [-0.07, -0.12], lean: 0.52, half: 0.133 },
  { on: 4, joint: [-0.14, -0.24], middle: [0.065, -0.09], lean: -0.6, half: 0.106 },
  { on: 5, joint: [0.13, -0.18], middle: [0.045, -0.07], lean: -0.6, half: 0.07 },
];
const head = { middle: [0.6, 0.1], lean: 0.87, half: 0.15 } as const;
const standing = 0.7;
const thickness = 0.092;

/** The middle lines of trunk, limbs and head in the plane of x and z, for an observation of a cheetah that is at x = 0. */
export function halfCheetahLines(observation: ArrayLike<number>): (readonly [Point, Point])[] {
  const joints: { at: Point; angle: number }[] = [];
  limbs.forEach(({ on, joint }, i) => {
    const parent = joints[on] ?? { at: [0, standing + observation[0]], angle: 0 };
    joints.push({ at: moved(parent, joint), angle: parent.angle + observation[1 + i] });
  });
  return [...limbs.map((limb, i) => lineOf(joints[i], limb)), lineOf(joints[0], head)];
}

/** A point of a limb that is turned by `angle` about the axis y, which takes z towards x. */
function moved({ at, angle }: { at: Point; angle: number }, [x, z]: Point): Point {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return [at[0] + x * cos + z * sin, at[1] - x * sin + z * cos];
}

function lineOf(limb: { at: Point; angle: number }, { middle: [x, z], lean, half }: Pick<Limb, 'middle' | 'lean' | 'half'>): readonly [Point, Point] {
  const [dx, dz] = [half * Math.sin(lean), half * Math.cos(lean)];
  return [moved(limb, [x - dx, z - dz]), moved(limb, [x + dx, z + dz])];
}

const wide = 2;
/** The band above the cheetah in which its way is drawn. */
const band = { bottom: 1.5, top: 2.3 };
/** The band's ends stand for the way at this speed, in m/s. */
const swift = 4;

/**
 * The cheetah from the side, in the middle of the picture; what moves is the ground, with a mark for each metre. Above it its whole way: across, how far it is,
 * and upwards, when.
 */
export function halfCheetahScene(title: string, { observations, steps }: Episode): Scene {
  const width = observed(halfCheetah);
  const way = wayOf(observations, width, halfCheetah.positions - halfCheetah.unseen, halfCheetah.seconds);
  const reach = Math.max(1, swift * steps * halfCheetah.seconds);
  const trail = way.map((x, step): Point => [wide * Math.max(-1, Math.min(1, x / reach)), band.bottom + ((band.top - band.bottom) * step) / Math.max(1, steps)]);
  const text = (x: number, y: number, words: string): Shape => ({ kind: 'text', x, y, text: words, tone: 'plain' });
  return {
    left: -wide,
    right: wide,
    bottom: -0.5,
    top: band.top + 0.3,
    still: [
      { kind: 'line', points: [[-wide, 0], [wide, 0]], tone: 'ground' },
      { kind: 'line', points: [[0, band.bottom], [0, band.top]], tone: 'ground' },
      text(0, band.top + 0.1, title),
      text(0.3 - wide, band.top + 0.1, `${-Math.round(reach)} m`),
      text(wide - 0.3, band.top + 0.1, `${Math.round(reach)} m`),
    ],
    frames: way.map((x, step) => [
      ...marks(x),
      ...halfCheetahLines(observations.subarray(step * width, (step + 1) * width)).map((points): Shape => ({ kind: 'line', points, tone: 'agent', width: thickness })),
      { kind: 'circle', x: trail[step][0], y: trail[step][1], radius: 0.04, tone: 'agent' },
    ]),
    trail,
  };
}

/** The metres of the ground that are in the picture where its middle is at `x`. */
function marks(x: number): Shape[] {
  const shapes: Shape[] = [];
  for (let metre = Math.ceil(x - wide); metre <= x + wide; metre++) {
    shapes.push({ kind: 'line', points: [[metre - x, 0], [metre - x, -0.12]], tone: 'ground' });
    // A number that would be cut off by the edge is left out.
    if (Math.abs(metre - x) < wide - 0.2) shapes.push({ kind: 'text', x: metre - x, y: -0.35, text: String(metre), tone: 'plain' });
  }
  return shapes;
}
