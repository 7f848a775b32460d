import { basename } from 'node:path';
import type { ArtifactCard, Learns } from '../../artifact/index.js';
import type { Run } from '../../training/index.js';
import { openAgentRun } from '../agents/open-run.js';
import { openTrainedRun } from '../run-folder.js';
import { titleOfAlgorithm, titleOfTask, withoutPaths } from '../settings/index.js';
import { trainedIterations } from '../trained-so-far.js';
import { versionOfPackage } from '../version.js';
import { withTestShift } from '../setup.js';
import { dataOf } from './data-of.js';
import type { ExportRunOptions } from './export-run.js';
import { testOf } from './test-of.js';
import { agentTrainingCommand, trainingCommand } from './training-command.js';

type Card = Omit<ArtifactCard, 'format' | 'weights' | 'programs'>;

/** What an artifact says of a run, from what stands in its folder. */
export async function cardOf(path: string, learns: Learns, { licence, testShift }: Pick<ExportRunOptions, 'licence' | 'testShift'>): Promise<Card> {
  const told = learns.kind === 'policy' ? await toldOfAgent(path) : await toldOfLearner(path, testShift);
  const test = await testOf(path, told.training);
  const source = dataOf(told.task);
  return {
    ...told,
    learns,
    ...(test ? { test } : {}),
    data: source.data,
    licence: licence ?? source.licence,
    date: new Date().toISOString().slice(0, 10),
    version: versionOfPackage(),
  };
}

type Told = Pick<Card, 'title' | 'task' | 'algorithm' | 'training'>;

/** Folders and files of whoever trained are nobody else's concern. */
const own = { data: undefined, argument: undefined };

async function toldOfLearner(path: string, testShift: number | undefined): Promise<Told> {
  const run = await openTrainedRun(path);
  const { seed } = run;
  const { schedule, stopped } = await doneOf(run.run, run.schedule, run.schedule.decay !== 'none');
  const settings = withoutPaths(withTestShift(run.settings, testShift));
  const { argument } = settings;
  return { title: `${titleOfTask({ ...settings, argument: argument && basename(argument) })}, ${titleOfAlgorithm(settings)}`, task: settings.task, algorithm: settings.algorithm, training: { ...settings, ...own, ...schedule, ...stopped, seed, command: trainingCommand({ settings, schedule, seed }) } };
}

async function toldOfAgent(path: string): Promise<Told> {
  const run = await openAgentRun(path);
  const { settings, seed } = run;
  const { schedule, stopped } = await doneOf(run.run, run.schedule, false);
  return { title: `${settings.environment}, ${settings.algorithm}`, task: settings.environment, algorithm: settings.algorithm, training: { ...settings, ...own, ...schedule, ...stopped, seed, command: agentTrainingCommand({ ...run, schedule }) } };
}

/** The schedule with the iterations that were done, where fewer than planned were. A rate that falls over the planned ones needs these to be trained again: they are told beside how many were done. */
async function doneOf<Plan extends { readonly iterations: number }>(run: Run, schedule: Plan, falls: boolean): Promise<{ schedule: Plan; stopped: { readonly stoppedAfter?: number } }> {
  const done = await trainedIterations(run);
  if (done === 0 || done >= schedule.iterations) return { schedule, stopped: {} };
  return falls ? { schedule, stopped: { stoppedAfter: done } } : { schedule: { ...schedule, iterations: done }, stopped: {} };
}
