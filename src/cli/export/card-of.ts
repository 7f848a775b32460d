import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactCard, Learns } from '../../artifact/index.js';
import { openAgentRun } from '../agents/open-run.js';
import { openTrainedRun } from '../run-folder.js';
import { testFile } from '../run-report.js';
import { titleOfAlgorithm, titleOfTask } from '../settings/index.js';
import { versionOfPackage } from '../version.js';
import { dataOf } from './data-of.js';

type Card = Omit<ArtifactCard, 'format' | 'weights' | 'programs'>;

/** What an artifact says of a run, from what stands in its folder. */
export async function cardOf(path: string, learns: Learns, { licence }: { readonly licence?: string }): Promise<Card> {
  const told = learns.kind === 'policy' ? await toldOfAgent(path) : await toldOfLearner(path);
  const test = await testOf(path);
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

async function toldOfLearner(path: string): Promise<Told> {
  const { settings, schedule, seed } = await openTrainedRun(path);
  return { title: `${titleOfTask(settings)}, ${titleOfAlgorithm(settings)}`, task: settings.task, algorithm: settings.algorithm, training: { ...settings, ...own, ...schedule, seed } };
}

async function toldOfAgent(path: string): Promise<Told> {
  const { settings, schedule, seed } = await openAgentRun(path);
  return { title: `${settings.environment}, ${settings.algorithm}`, task: settings.environment, algorithm: settings.algorithm, training: { ...settings, ...own, ...schedule, seed } };
}

/** Of a test's lists that are longer in JSON only a report is made. */
const longest = 3000;

/** What the last test of the run found, without what only a report shows. */
async function testOf(path: string): Promise<Card['test']> {
  const text = await readFile(join(path, testFile), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { run, report, ...test } = JSON.parse(text) as Record<string, unknown>;
  return Object.fromEntries(Object.entries(test).filter(([, value]) => JSON.stringify(value).length <= longest));
}
