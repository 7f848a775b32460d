import type { Model } from '../../web/index.js';
import { loadShipped, type OnProgress } from '../parts/load-model.js';
import { loadUntrained } from '../parts/load-untrained.js';

export const learners = {
  maml: { name: 'MAML', how: 'learns by gradient steps, from weights that lead far in few' },
  proto: { name: 'ProtoNet', how: 'compares with the mean of each symbol, in a space learned for that' },
  glyphs: { name: 'Glyphs only', how: 'compares as ProtoNet does, and has met nothing but characters that a program drew' },
  untrained: { name: 'No meta-training', how: 'the same network and steps as MAML, from fresh weights' },
} as const;
export type LearnerName = keyof typeof learners;
export const learnerNames = Object.keys(learners) as LearnerName[];

/** Loads a learner, in a worker of its own. */
export function loadLearner(name: LearnerName, onProgress?: OnProgress): Promise<Model> {
  return name === 'untrained' ? loadUntrained('draw-maml', onProgress) : loadShipped(`draw-${name}`, { onProgress });
}
