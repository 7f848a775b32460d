import type { Scene } from '../../../rl/environment/index.js';

/** Where the units of a scene stand in a picture, in the picture's own. */
export interface View {
  readonly width: number;
  readonly height: number;
  /** Picture units of one unit of the scene. */
  readonly scale: number;
  x(value: number): string;
  y(value: number): string;
}

/** What scenes stand in, alike for all that are drawn beside each other. */
export type Bounds = Pick<Scene, 'left' | 'right' | 'bottom' | 'top'>;

const highest = 1.2;
const lowest = 0.25;

/** A picture of some width that shows all within the bounds; neither a tower nor a thread, whatever the bounds are. */
export function viewOf({ left, right, bottom, top }: Bounds, width: number): View {
  const [across, along] = [right - left, top - bottom];
  const usable = across > 0 && along > 0 && Number.isFinite(across) && Number.isFinite(along);
  const height = usable ? width * Math.min(highest, Math.max(lowest, along / across)) : width;
  const scale = usable ? Math.min(width / across, height / along) : 1;
  const [middleX, middleY] = usable ? [(left + right) / 2, (bottom + top) / 2] : [0, 0];
  return {
    width,
    height: Math.round(height),
    scale,
    x: (value) => short(width / 2 + (value - middleX) * scale),
    y: (value) => short(Math.round(height) / 2 - (value - middleY) * scale),
  };
}

/** The bounds that hold those of all scenes, and the ways that were gone beyond them: of agents that got lost as far as leaves something to see of the rest. */
export function boundsOf(scenes: readonly (Bounds & Pick<Scene, 'trail'>)[]): Bounds {
  const told = {
    left: Math.min(...scenes.map(({ left }) => left)),
    right: Math.max(...scenes.map(({ right }) => right)),
    bottom: Math.min(...scenes.map(({ bottom }) => bottom)),
    top: Math.max(...scenes.map(({ top }) => top)),
  };
  const gone = scenes.flatMap(({ trail = [] }) => trail);
  const [left, right] = reach(told.left, told.right, gone.map(([x]) => x));
  const [bottom, top] = reach(told.bottom, told.top, gone.map(([, y]) => y));
  return { left, right, bottom, top };
}

/** A span with values beyond its ends and a little room around them, on either side by half its length at most. */
function reach(low: number, high: number, values: readonly number[]): [number, number] {
  const length = high - low;
  const edge = 0.03 * length;
  const beyond = values.filter((value) => Number.isFinite(value) && (value < low || value > high));
  const least = beyond.reduce((found, value) => Math.min(found, value - edge), low);
  const most = beyond.reduce((found, value) => Math.max(found, value + edge), high);
  return [Math.max(least, low - length / 2), Math.min(most, high + length / 2)];
}

function short(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toFixed(1))) : '-100';
}
