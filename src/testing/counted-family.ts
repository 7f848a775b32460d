import { box, discrete, type EnvironmentFamily } from '../rl/index.js';

/** Episodes of as many steps as the task says, and of `horizon` at most; observed is the step of the episode, and a reward is the action. */
export function countedFamily(horizon = 3): EnvironmentFamily<{ readonly steps: number }> {
  return {
    name: 'counted',
    observationSpace: box(0, horizon),
    actionSpace: discrete(3),
    horizon,
    description: {},
    sampleTask: () => ({ steps: horizon }),
    make(tasks) {
      const rows = tasks.length;
      const stepped = { observations: new Float32Array(rows), rewards: new Float32Array(rows), terminated: new Uint8Array(rows), truncated: new Uint8Array(rows) };
      return {
        rows,
        reset(_, which = tasks.map((__, row) => row)) {
          for (const row of which) stepped.observations[row] = 0;
          return stepped.observations;
        },
        step(actions) {
          for (let row = 0; row < rows; row++) {
            stepped.rewards[row] = actions[row];
            stepped.terminated[row] = ++stepped.observations[row] >= tasks[row].steps ? 1 : 0;
          }
          return stepped;
        },
      };
    },
  };
}
