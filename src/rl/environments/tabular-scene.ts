import type { Episode, Scene, Shape } from '../environment/index.js';

/** An episode of a tabular MDP: its states on a circle, clockwise from the top, the present one filled. */
export function tabularScene(states: number, { steps, observations }: Episode): Scene {
  const radius = Math.min(0.2, 2 / states);
  const places = Array.from({ length: states }, (_, state) => {
    const angle = (2 * Math.PI * state) / states;
    return [Math.sin(angle), Math.cos(angle)] as const;
  });
  const trail = Array.from({ length: steps + 1 }, (_, step) => places[observations.subarray(step * states, (step + 1) * states).indexOf(1)]);
  return {
    left: -1.3,
    right: 1.3,
    bottom: -1.3,
    top: 1.3,
    still: places.flatMap(([x, y], state): Shape[] => [
      { kind: 'circle', x, y, radius, tone: 'plain', hollow: true },
      { kind: 'text', x: 0.75 * x, y: 0.75 * y, text: String(state), tone: 'plain' },
    ]),
    frames: trail.map(([x, y], step): Shape[] => [
      ...(step > 0 ? [{ kind: 'line', points: [trail[step - 1], [x, y]], tone: 'ground' } as const] : []),
      { kind: 'circle', x, y, radius, tone: 'agent' },
    ]),
    trail,
  };
}
