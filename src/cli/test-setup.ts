import type { Built, Json } from '../training/index.js';
import { conventionalWays } from './conventional-ways.js';
import { settingsSchema, type Settings } from './settings/index.js';
import { buildTest } from './setup.js';

/** What is tested: the run's own algorithm, or one of the conventional ways beside it. */
export interface Tested {
  readonly settings: Settings;
  /** Query examples of each class, or points. */
  readonly queries: number;
  /** The name of the way; absent for the run's own algorithm. */
  readonly way?: string;
}

/** What worker processes of a test import: the family of the test tasks, and the algorithm that adapts to them. */
export default async function build(options: Json): Promise<Built> {
  const { settings: told, queries, way } = options as unknown as Tested;
  const settings = settingsSchema.parse(told);
  const { family, algorithm } = await buildTest(settings, queries);
  if (way === undefined) return { family, algorithm };
  // Neither the seed, nor steps, nor what was pretrained is part of how a way adapts.
  const ways = conventionalWays({ settings, family, queries, seed: 0 }, () => Promise.reject(new Error('not pretrained')), 1);
  return { family, algorithm: ways.find(({ name }) => name === way)!.algorithm };
}
