import type { Random } from '../environment/index.js';
import type { Player } from './play.js';

/** What the pulls of one arm gave, and how many of all arms there were before. */
export interface ArmRecord {
  readonly count: number;
  readonly sum: number;
  readonly pulled: number;
}

/** Pulls the arm that scores highest on what it gave so far; one of them at random where several do. */
export function armPlayer(arms: number, random: Random, score: (record: ArmRecord) => number): Player {
  const counts = new Float64Array(arms);
  const sums = new Float64Array(arms);
  let pulled = 0;
  return {
    act() {
      let [best, highest, tied] = [0, -Infinity, 0];
      for (let arm = 0; arm < arms; arm++) {
        const own = score({ count: counts[arm], sum: sums[arm], pulled });
        if (own < highest) continue;
        tied = own > highest ? 1 : tied + 1;
        highest = own;
        // The last of n that tie takes the place with probability 1 / n: each is as likely in the end.
        if (tied === 1 || random.uniform() * tied < 1) best = arm;
      }
      return best;
    },
    learn(_, arm, reward) {
      counts[arm as number]++;
      sums[arm as number] += reward;
      pulled++;
    },
  };
}
