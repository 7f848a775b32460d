import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { NdArray, Tree } from '../graph/index.js';
import { key } from '../random/index.js';
import { decodeParameters, openRun, type Run } from '../training/index.js';
import { UsageError } from './failure.js';
import { quoted } from './options/quoted.js';
import type { Recorded } from './report/index.js';
import { algorithmNamed, taskNamed, type Schedule, type TaskShape } from './catalogue/index.js';
import { scheduleSchema, settingsSchema, type Settings } from './settings/index.js';
import { algorithmOf, settingsFacts } from './setup.js';

const configSchema = z.object({
  setup: settingsSchema,
  schedule: scheduleSchema,
  seed: z.number(),
  training: z
    .object({
      family: z.object({
        inputShape: z.array(z.number()),
        target: z.union([z.object({ kind: z.literal('classes'), ways: z.number() }), z.object({ kind: z.literal('values'), outputs: z.number() })]),
        description: z.record(z.string(), z.unknown()),
      }),
    })
    .optional(),
});

/** A run that `metalearn train` made, opened. */
export interface OpenedRun {
  readonly run: Run;
  readonly settings: Settings;
  readonly schedule: Schedule;
  readonly seed: number;
  /** What training wrote down of its tasks; absent where it never began. */
  readonly family?: TaskShape & { readonly description: Readonly<Record<string, unknown>> };
}

/** @throws Error where the folder holds no run of this command line. */
export async function openTrainedRun(path: string): Promise<OpenedRun> {
  const run = await openRun(path);
  requireTrained(run);
  const acting = environmentOf(run);
  if (acting !== undefined) throw new UsageError(`The run in ${path} is of an agent that learned to act in ${acting}: metalearn test ${quoted(path)} tells how well it adapts, and metalearn watch ${quoted(path)} shows it.`);
  const parsed = configSchema.safeParse(run.config);
  if (!parsed.success) {
    const { path: where, message } = parsed.error.issues[0];
    throw new Error(`${join(path, 'config.json')} is not that of a run of metalearn train: ${where.join('.') || 'it'}: ${message}.`);
  }
  const { setup: settings, schedule, seed, training } = parsed.data;
  requireOptions(path, settings);
  return { run, settings, schedule, seed, family: training?.family };
}

/** @throws UsageError where a program made the run: no file says what family and algorithm it gave. */
export function requireTrained({ path, config }: Run): void {
  if ('setup' in config) return;
  throw new UsageError(
    `The run in ${path} was made by a program, with createRun, and its config.json does not say of which learner: the command line takes runs of metalearn train. Test it in a program: metaTest({ family, algorithm, theta }), with the same family and algorithm, and as theta decodeParameters(await run.read('best') ?? await run.read('checkpoint'), algorithm.init(key(0)), '${path}'), where run is await openRun('${path}').`,
  );
}

/** The environment of a run of an agent; undefined of runs that learned from examples. */
export function environmentOf({ config: { setup } }: Pick<Run, 'config'>): string | undefined {
  return typeof setup === 'object' && setup !== null && 'environment' in setup ? String(setup.environment) : undefined;
}

/** @throws Error where the task or the algorithm of this version has other options than those of the run. */
function requireOptions(path: string, settings: Settings): void {
  // The task's first: the algorithm's depend on them.
  const read = [
    [`task ${settings.task}`, () => taskNamed(settings.task).options.safeParse(settings.taskOptions)],
    [`algorithm ${settings.algorithm}`, () => algorithmNamed(settings.algorithm).options(settingsFacts(settings)).safeParse(settings.algorithmOptions)],
  ] as const;
  for (const [whose, parse] of read) {
    const { error } = parse();
    if (error) throw new Error(`${join(path, 'config.json')} has options of the ${whose} that this version of metalearn does not take: ${error.issues[0].message}. Use the version that made the run, or train it anew.`);
  }
}

/** The parameters that did best in validation, or the last ones where there was no validation. */
export async function readTheta({ run, settings, family }: OpenedRun): Promise<{ theta: Tree<NdArray>; weights: string }> {
  for (const weights of ['best', 'checkpoint'] as const) {
    const bytes = await run.read(weights);
    if (!bytes || !family) continue;
    const like = algorithmOf(settings, family).init(key(0)) as Tree<NdArray>;
    return { theta: decodeParameters(bytes, like, join(run.path, `${weights}.safetensors`)), weights };
  }
  throw new Error(`The run in ${run.path} has no checkpoint yet: nothing was learned. Train it further with --resume.`);
}

/** The lines of metrics.jsonl; a last line that was cut short is left out. */
export async function readMetrics(run: Run): Promise<Recorded[]> {
  const text = await readFile(join(run.path, 'metrics.jsonl'), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Recorded];
    } catch {
      return [];
    }
  });
}
