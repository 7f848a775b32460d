import { ndarray, type NdArray } from '../../graph/index.js';
import type { Rollout } from './rollout.js';

/** Episodes of one task that were played one after the other, as if side by side. @param rollouts at least one, of one task each. */
export function joined(rollouts: readonly Rollout[]): Rollout {
  const [{ steps }] = rollouts;
  const episodes = rollouts.reduce((sum, each) => sum + each.episodes, 0);
  const all = (of: (rollout: Rollout) => NdArray): NdArray => {
    const parts = rollouts.map(of);
    const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
    parts.reduce((at, part) => (data.set(part.data as Float32Array, at), at + part.data.length), 0);
    return ndarray(data, [1, episodes, ...parts[0].shape.slice(2)]);
  };
  return {
    tasks: 1,
    episodes,
    steps,
    observations: all(({ observations }) => observations),
    last: all(({ last }) => last),
    actions: all(({ actions }) => actions),
    behaviour: all(({ behaviour }) => behaviour),
    rewards: all(({ rewards }) => rewards),
    mask: all(({ mask }) => mask),
    terminated: all(({ terminated }) => terminated),
  };
}
