import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { askedOf, type SettingOptions } from '../cli/options/settings.js';
import { completeSettings, parseTask } from '../cli/settings/index.js';
import { algorithmOf, familyOf } from '../cli/setup.js';
import { leavesOf, pathsOf, type NdArray, type Tree } from '../graph/index.js';
import { key } from '../random/index.js';
import { encodeSafetensors } from '../training/safetensors.js';

/** A run folder as `metalearn train` leaves it, but for what it learned: initial parameters, for tests that need a run of some kind at once. */
export async function freshRun(path: string, task: string, options: SettingOptions = {}): Promise<string> {
  const { settings, schedule } = completeSettings(parseTask(task), askedOf(options));
  const family = await familyOf(settings, settings);
  const { name, inputShape, target, description } = family;
  const theta = algorithmOf(settings, family).init(key(3)) as Tree<NdArray>;
  const paths = pathsOf(theta);
  const tensors = new Map(leavesOf<NdArray>(theta).map((value, i) => [`params.${paths[i]}`, value]));
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, 'best.safetensors'), encodeSafetensors({ tensors, metadata: {} }));
  writeFileSync(join(path, 'config.json'), JSON.stringify({ setup: settings, schedule, seed: 0, training: { family: { name, inputShape, target, description } } }));
  return path;
}
