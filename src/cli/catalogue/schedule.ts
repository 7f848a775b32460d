/** How long, how broadly and how fast to meta-train. */
export interface Schedule {
  /** Tasks of one iteration. */
  readonly metaBatch: number;
  /** Tasks that a process does at a time, where somebody said. */
  readonly chunkSize?: number;
  readonly iterations: number;
  /** Inner steps at test; 0 where adapting is no loop. */
  readonly testSteps: number;
  /** The outer optimiser, of `outerLearningRate`. */
  readonly optimizer: (typeof optimizers)[number];
  readonly outerLearningRate: number;
  /** How the outer learning rate falls over the iterations. */
  readonly decay: (typeof decays)[number];
}

export const optimizers = ['adam', 'sgd'] as const;
export const decays = ['none', 'linear', 'cosine'] as const;
