import type { Episode, Scene, Shape } from '../environment/index.js';

const wide = 0.7;

/** An episode of a bandit: a bar for each arm, as high as the part of all pulls that it got so far, that of the best arm in the colour of a goal; below it what the arm gives on average. */
export function banditScene(means: readonly number[], { steps, actions }: Episode): Scene {
  const best = means.indexOf(Math.max(...means));
  const pulls = means.map(() => 0);
  const bars = (): Shape[] => pulls.map((count, arm) => bar(arm, count / Math.max(1, steps), arm === best ? 'goal' : 'agent'));
  const frames = [bars()];
  for (let step = 0; step < steps; step++) {
    pulls[actions[step]]++;
    frames.push(bars());
  }
  return {
    left: -0.6,
    right: means.length - 0.4,
    bottom: -0.15,
    top: 1.05,
    still: [
      { kind: 'line', points: [[-0.5, 0], [means.length - 0.5, 0]], tone: 'ground' },
      ...means.map((mean, arm): Shape => ({ kind: 'text', x: arm, y: -0.1, text: mean.toFixed(2), tone: 'plain' })),
    ],
    frames,
  };
}

function bar(arm: number, height: number, tone: 'goal' | 'agent'): Shape {
  const [left, right] = [arm - wide / 2, arm + wide / 2];
  return { kind: 'polygon', points: [[left, 0], [right, 0], [right, height], [left, height]], tone };
}
