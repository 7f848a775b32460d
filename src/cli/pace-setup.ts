import { foldIn, integerBelow, key as seedKey } from '../random/index.js';
import type { TaskFamily } from '../tasks/index.js';
import type { Built, Json } from '../training/index.js';
import { settingsSchema, type Settings } from './settings/index.js';
import { buildRun } from './setup.js';

/** What worker processes import to measure the pace. */
export default function build(settings: Json): Promise<Built> {
  return buildTrial(settingsSchema.parse(settings));
}

/**
 * What training has, but with the same few tasks over and over. Images are read and decoded when first drawn, which takes a short trial most of its time and
 * a long training little: of few tasks they soon all are.
 */
export async function buildTrial(settings: Settings): Promise<Built> {
  const { family, algorithm } = await buildRun(settings);
  return { family: fewTasks(family), algorithm };
}

const tasks = 32;

function fewTasks(family: TaskFamily): TaskFamily {
  return { ...family, sample: (split, key) => family.sample(split, foldIn(seedKey(0), integerBelow(key, tasks))) };
}
