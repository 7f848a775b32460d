import assert from 'node:assert/strict';
import { foldIn } from '../random/index.js';
import type { EnvironmentFamily } from '../rl/environment/index.js';
import { referencesFor, type Reference } from '../rl/references/index.js';
import type { Json } from '../training/index.js';
import { keysOf } from './play.js';

/** What a reference gains on `count` tasks, always the same, in `episodes` episodes of each: `[task]`. */
export async function gains<Task extends Json>(reference: Reference, family: EnvironmentFamily<Task>, count: number, episodes = 1): Promise<number[]> {
  const keys = keysOf(7, count);
  const returns = await reference.play(family as EnvironmentFamily, keys.map((own) => family.sampleTask(foldIn(own, 0))), keys, episodes);
  return returns.map((each) => each.reduce((sum, value) => sum + value, 0));
}

/** What each reference of a family falls short of its oracle, on average over the same tasks, by name. It varies much less from task to task than what is gained. */
export async function regrets<Task extends Json>(family: EnvironmentFamily<Task>, count: number, episodes = 1): Promise<ReadonlyMap<string, number>> {
  const references = referencesFor(family, episodes);
  const oracle = references.find(({ name }) => name === 'oracle');
  assert.ok(oracle, `${family.name} has no oracle`);
  const best = await gains(oracle, family, count, episodes);
  const short = new Map<string, number>();
  for (const reference of references) {
    const gained = await gains(reference, family, count, episodes);
    short.set(reference.name, best.reduce((sum, most, i) => sum + most - gained[i], 0) / count);
  }
  return short;
}
