import { ndarray } from '../../graph/index.js';
import type { HostExamples } from '../../tasks/index.js';
import type { Rollout } from './rollout.js';

/**
 * Episodes as rows to learn from, with a leading axis of tasks: x (M, E T, O) the observations, y (M, E T, A + 1 + D) the experience, mask (M, E T).
 * @param advantages (M x E x T).
 */
export function examplesOf({ tasks, episodes, steps, observations, actions, behaviour, mask }: Rollout, advantages: Float32Array): HostExamples {
  const rows = episodes * steps;
  const [acted, said] = [actions.shape[3], behaviour.shape[3]];
  const width = acted + 1 + said;
  const y = new Float32Array(tasks * rows * width);
  for (let row = 0; row < tasks * rows; row++) {
    for (let i = 0; i < acted; i++) y[row * width + i] = actions.data[row * acted + i];
    y[row * width + acted] = advantages[row];
    for (let i = 0; i < said; i++) y[row * width + acted + 1 + i] = behaviour.data[row * said + i];
  }
  return {
    x: ndarray(observations.data as Float32Array, [tasks, rows, observations.shape[3]]),
    y: ndarray(y, [tasks, rows, width]),
    mask: ndarray(mask.data as Float32Array, [tasks, rows]),
  };
}
