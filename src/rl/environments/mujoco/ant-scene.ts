import type { Episode, Scene, Shape } from '../../environment/index.js';
import { ant } from './ant.js';
import { observed } from './runners.js';
import { wayOf } from './way.js';

type Vector = readonly [x: number, y: number, z: number];

/** The legs of ant.ts: to which corner each points, and whether turning its ankle lifts the foot, 1, or lowers it, -1. */
const legs = [
  { x: 1, y: 1, lifts: -1 },
  { x: -1, y: 1, lifts: 1 },
  { x: -1, y: -1, lifts: 1 },
  { x: 1, y: -1, lifts: -1 },
];
const segment = 0.2;
const foot = 0.4;
const trunk = 0.25;
const thickness = 0.16;

/** Hip, knee and toe of each leg from the middle of the trunk, for an observation. */
export function antLegs(observation: ArrayLike<number>): Vector[][] {
  const turn = rotation(observation[1], observation[2], observation[3], observation[4]);
  return legs.map(({ x, y, lifts }, leg) => {
    const [hip, ankle] = [observation[5 + 2 * leg], observation[6 + 2 * leg]];
    // The leg as its hip turns it in the plane.
    const [along, across] = [x * Math.cos(hip) - y * Math.sin(hip), x * Math.sin(hip) + y * Math.cos(hip)];
    const knee: Vector = [segment * (x + along), segment * (y + across), 0];
    const out = foot * Math.cos(ankle);
    const toe: Vector = [knee[0] + out * along, knee[1] + out * across, lifts * foot * Math.SQRT2 * Math.sin(ankle)];
    return [turn([segment * x, segment * y, 0]), turn(knee), turn(toe)];
  });
}

/** The rotation of a quaternion, which the noise of a start leaves short of length 1. */
function rotation(w: number, x: number, y: number, z: number): (vector: Vector) => Vector {
  const double = 2 / (w * w + x * x + y * y + z * z);
  return ([a, b, c]) => [
    a - double * ((y * y + z * z) * a - (x * y - w * z) * b - (x * z + w * y) * c),
    b - double * ((x * x + z * z) * b - (x * y + w * z) * a - (y * z - w * x) * c),
    c - double * ((x * x + y * y) * c - (x * z - w * y) * a - (y * z + w * x) * b),
  ];
}

/** At least so many metres around the start are drawn, and so many around the way. */
const around = 2.5;
const margin = 1.2;

/** The ant from above, x to the right and y upwards, with a line for each metre of x, and its way. */
export function antScene(title: string, { observations }: Episode): Scene {
  const width = observed(ant);
  const velocity = ant.positions - ant.unseen;
  const [xs, ys] = [0, 1].map((axis) => wayOf(observations, width, velocity + axis, ant.seconds));
  const trail = xs.map((x, step) => [x, ys[step]] as const);
  const [left, right] = [Math.min(-around, least(xs) - margin), Math.max(around, most(xs) + margin)];
  const [bottom, top] = [Math.min(-around, least(ys) - margin), Math.max(around, most(ys) + margin)];
  const still: Shape[] = [{ kind: 'text', x: (left + right) / 2, y: top - 0.3, text: title, tone: 'plain' }];
  for (let metre = Math.ceil(left); metre <= right; metre++) {
    still.push({ kind: 'line', points: [[metre, bottom], [metre, metre === 0 ? top - 0.6 : bottom + 0.25]], tone: 'ground' });
  }
  const frames = trail.map(([x, y], step): Shape[] => [
    ...antLegs(observations.subarray(step * width, (step + 1) * width)).map((leg): Shape => {
      return { kind: 'line', points: [[x, y], ...leg.map(([a, b]) => [x + a, y + b] as const)], tone: 'agent', width: thickness };
    }),
    { kind: 'circle', x, y, radius: trunk, tone: 'agent' },
  ]);
  return { left, right, bottom, top, still, frames, trail };
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b));
}

function most(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b));
}
