import { z } from 'zod';
import type { EnvironmentEntry } from './environment-entry.js';

/** Finn, Abbeel and Levine 2017, appendix A.2, for points; fewer iterations than the authors' 500 come as near, and later steps of a quarter nearer than their halves. */
export const points: EnvironmentEntry['usual'] = {
  gradient: { metaBatch: 20, iterations: 200, episodes: 20, innerLearningRate: 0.1, laterSteps: 0.25 },
  memory: { metaBatch: 40, iterations: 500, episodes: 4 },
  hidden: [100, 100],
  discount: 0.99,
};

/** The same appendix, for locomotion. */
export const locomotion: EnvironmentEntry['usual'] = {
  gradient: { metaBatch: 40, iterations: 500, episodes: 20, innerLearningRate: 0.1, laterSteps: 0.5 },
  memory: { metaBatch: 40, iterations: 500, episodes: 2 },
  hidden: [100, 100],
  discount: 0.99,
};

/** Small worlds of choices, where a trial is short (Duan et al. 2016, table 3, in small). */
export const trials: EnvironmentEntry['usual'] = {
  gradient: { metaBatch: 40, iterations: 300, episodes: 20, innerLearningRate: 0.5, laterSteps: 0.5 },
  memory: { metaBatch: 60, iterations: 400, episodes: 1 },
  hidden: [32, 32],
  discount: 0.99,
};

/** Steps of an episode at most. */
export const horizon = (usual: number) => z.number().int().min(1).max(100_000).default(usual).describe('steps of an episode at most');
