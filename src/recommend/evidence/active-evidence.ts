import { afterAnswers, variancesSaved, type RatingBelief } from './belief.js';
import type { EvidenceStrategy } from './strategy.js';

export interface ActiveEvidenceOptions {
  readonly name?: string;
  /** How much it matters to know each item of the belief, such as how often it is rated. Default: all alike. */
  readonly weights?: ArrayLike<number>;
  /** How likely a user can answer for each item of the belief. Default: all alike. */
  readonly chances?: ArrayLike<number>;
}

/**
 * Asks for the item whose answer is expected to save the most variance over the items that matter (Cohn, Ghahramani and Jordan 1996, "Active learning with statistical models",
 * section 4, for a normal belief): the chance of an answer times what it saves. After each answer the belief is conditioned on it. Only items of the belief are listed.
 * @throws RangeError where there are not as many weights and chances as items.
 */
export function activeEvidence(belief: RatingBelief, options: ActiveEvidenceOptions = {}): EvidenceStrategy {
  const count = belief.items.length;
  const alike = new Float64Array(count).fill(1);
  const { name = 'active', weights = alike, chances = alike } = options;
  for (const [what, list] of Object.entries({ weights, chances })) {
    if (list.length !== count) throw new RangeError(`${what} has ${list.length} values where the belief has ${count} items: give one for each.`);
  }
  // Who answers once more than a moment ago is told of that one only.
  let last = { answered: new Int32Array(0), belief };
  const afterwards = (items: Int32Array): RatingBelief => {
    const further = last.answered.every((item, i) => items[i] === item);
    const next = further ? afterAnswers(last.belief, items.subarray(last.answered.length)) : afterAnswers(belief, items);
    last = { answered: items.slice(), belief: next };
    return next;
  };
  return {
    name,
    rank({ items }) {
      const saved = variancesSaved(afterwards(items), weights);
      const order = [...saved.keys()].sort((a, b) => chances[b] * saved[b] - chances[a] * saved[a] || a - b);
      return Int32Array.from(order, (place) => belief.items[place]);
    },
  };
}
