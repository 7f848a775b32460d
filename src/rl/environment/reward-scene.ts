import type { Episode } from './environment.js';
import type { Scene, Shape } from './scene.js';

/** A line is drawn through no more points than these. */
const most = 100;

/** How an episode looks where its family has no picture of it: the rewards added up, a line that grows; from left to right the steps, at the ends of the upright axis the least and the largest sum. */
export function rewardScene({ steps, rewards }: Episode): Scene {
  const sums = new Float64Array(steps + 1);
  for (let i = 0; i < steps; i++) sums[i + 1] = sums[i] + rewards[i];
  const [least, largest] = sums.reduce(([low, high], sum) => [Math.min(low, sum), Math.max(high, sum)], [0, 0]);
  const place = (i: number): readonly [number, number] => [1.6 * (i / Math.max(steps, 1)), (sums[i] - least) / (largest - least || 1)];
  const label = (x: number, y: number, value: number): Shape => ({ kind: 'text', x, y, text: String(Number(value.toPrecision(4))), tone: 'plain' });
  const line = (last: number): (readonly [number, number])[] => {
    const points = Array.from({ length: Math.min(last, most) }, (_, i) => place(Math.round((i * last) / Math.min(last, most))));
    return [...points, place(last)];
  };
  const zero = place(0)[1];
  return {
    left: -0.3,
    right: 1.7,
    bottom: -0.1,
    top: 1.1,
    still: [
      { kind: 'line', points: [[0, 0], [0, 1]], tone: 'ground' },
      { kind: 'line', points: [[0, zero], [1.6, zero]], tone: 'ground' },
      ...(largest > least ? [label(-0.28, 0, least), label(-0.28, 1, largest)] : [label(-0.28, 0, least)]),
    ],
    frames: Array.from(sums, (_, i): Shape[] => {
      const [x, y] = place(i);
      return [
        { kind: 'line', points: line(i), tone: 'agent' },
        { kind: 'circle', x, y, radius: 0.02, tone: 'agent' },
      ];
    }),
    trail: line(steps),
  };
}
