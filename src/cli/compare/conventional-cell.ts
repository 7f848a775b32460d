import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { leavesOf, type NdArray } from '../../graph/index.js';
import { createRun, makeFolder, openRun, type TrainingEvent, metricNameOf } from '../../training/index.js';
import { pretrainedTheta, untrainedTheta, type Contest, type Theta } from '../baselines.js';
import { conventionalWays, measureWay, type ConventionalWay } from '../conventional-ways.js';
import { keepTheta, readKept } from '../kept-pretraining.js';
import { readMetrics } from '../run-folder.js';
import { completeSettings, type Asked } from '../settings/index.js';
import { testOf, usualSteps } from '../test-run.js';
import { endless, trainingLine } from '../training-line.js';
import { measureAdapting } from './adapting.js';
import type { Cell, CellResult, Conditions } from './cell.js';

/** Pretrains one model on all training tasks pooled, for what is left of the time. */
export async function pretrainingCell({ name, folder, asked }: Cell & { kind: 'pretraining' }, conditions: Conditions, signal: AbortSignal): Promise<CellResult> {
  const contest = await contestOf(asked, conditions, signal);
  const runFolder = join(folder, 'run');
  const exists = existsSync(join(runFolder, 'config.json'));
  await makeFolder(folder);
  const run = exists ? await openRun(runFolder) : await createRun(runFolder, { seed: conditions.seed });
  const before = (await readMetrics(run)).at(-1)?.seconds ?? 0;
  const line = trainingLine('pretraining');
  // Even with no time left its parameters must be read, which the shortest training does.
  const timeLimit = Math.max(0.001, conditions.time - before);
  let [trainingSeconds, iterations] = [before, 0];
  const onEvent = (event: TrainingEvent): void => {
    line.onEvent(event);
    if (event.type === 'end') [trainingSeconds, iterations] = [event.seconds, event.iteration];
  };
  const theta = await pretrainedTheta(contest, { iterations: endless, timeLimit, run, resume: exists, onEvent }).finally(() => line.end());
  await keepTheta(folder, theta);
  return { name, kind: 'pretraining', trainingSeconds, iterations, parameters: countOf(theta) };
}

/** Tests one of the conventional ways. */
export async function conventionalCell({ name, pretraining, asked }: Cell & { kind: 'conventional' }, conditions: Conditions, signal: AbortSignal): Promise<CellResult> {
  const contest = await contestOf(asked, conditions, signal);
  const pretrained = async (): Promise<Theta> => {
    const kept = await readKept(pretraining, untrainedTheta(contest));
    if (kept === undefined) throw new Error('The pretraining that it begins with was not finished.');
    return kept;
  };
  const way = conventionalWays(contest, pretrained, usualSteps).find((each) => each.name === name)!;
  const { mean, ci95, learningRate, kinds } = await measureWay(contest, way, conditions);
  const adapting = await measureAdapting(contest.family, way.algorithm, await way.theta(), way.steps, signal);
  const { target } = contest.family;
  return {
    name,
    kind: 'conventional',
    metric: metricNameOf(target).metric,
    mean,
    ci95,
    protocol: 'transductive',
    ...(kinds ? { kinds } : {}),
    queries: contest.queries,
    steps: way.steps,
    ...(learningRate === undefined ? {} : { learningRate }),
    trainingSeconds: 0,
    iterations: 0,
    adaptationMilliseconds: adapting.milliseconds,
    adaptingParameters: adapting.parameters,
    parameters: countOf(await way.theta()),
  };
}

/** The conventional ways for a task, in order, and what its data warn of. */
export async function waysOf(asked: Asked, conditions: Conditions): Promise<{ ways: readonly Pick<ConventionalWay, 'name' | 'pretrained'>[]; warnings: readonly string[] }> {
  const contest = await contestOf(asked, conditions);
  const ways = conventionalWays(contest, () => Promise.reject(new Error('not pretrained')), usualSteps);
  return { ways: ways.map(({ name, pretrained }) => ({ name, pretrained })), warnings: contest.family.warnings ?? [] };
}

async function contestOf(asked: Asked, { task, seed, workers }: Conditions, signal?: AbortSignal): Promise<Contest> {
  const { settings } = completeSettings(task, asked);
  const { family, queries } = await testOf(settings);
  return { settings, family, queries, seed, workers, signal };
}

function countOf(theta: Theta): number {
  return leavesOf<NdArray>(theta).reduce((sum, { data }) => sum + data.length, 0);
}
