/** A tabular Markov decision process, known or believed: S states, A actions. */
export interface Model {
  readonly states: number;
  readonly actions: number;
  /** (S, A): mean rewards. */
  readonly means: ArrayLike<number>;
  /** (S, A, S): probabilities. */
  readonly transitions: ArrayLike<number>;
}

/** What is best to do. */
export interface Plan {
  /** (H, S): the best action at each step of an episode in each state; the first of those that tie. */
  readonly actions: Int32Array;
  /** (S): what is to be expected of an episode that begins there. */
  readonly values: Float64Array;
}

/** The best plan for episodes of `horizon` steps (H), by backward induction: Bellman's equation from the last step to the first. */
export function plan({ states, actions, means, transitions }: Model, horizon: number): Plan {
  const best = new Int32Array(horizon * states);
  let [values, next] = [new Float64Array(states), new Float64Array(states)];
  for (let step = horizon - 1; step >= 0; step--) {
    [values, next] = [next, values];
    for (let state = 0; state < states; state++) {
      let highest = -Infinity;
      for (let action = 0; action < actions; action++) {
        const pair = state * actions + action;
        let worth = means[pair];
        for (let to = 0; to < states; to++) worth += transitions[pair * states + to] * next[to];
        if (worth > highest) {
          highest = worth;
          best[step * states + state] = action;
        }
      }
      values[state] = highest;
    }
  }
  return { actions: best, values };
}
