import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactCard, Learns } from '../../artifact/index.js';
import { openTrainedRun } from '../run-folder.js';
import { testFile } from '../run-report.js';
import { titleOfAlgorithm, titleOfTask } from '../settings/index.js';
import { versionOfPackage } from '../version.js';
import { dataOf } from './data-of.js';

type Card = Omit<ArtifactCard, 'format' | 'weights' | 'programs'>;

/** What an artifact says of a run, from what stands in its folder. */
export async function cardOf(path: string, learns: Learns, { licence }: { readonly licence?: string }): Promise<Card> {
  const { settings, schedule, seed } = await openTrainedRun(path);
  const test = await testOf(path);
  const source = dataOf(settings.task);
  return {
    title: `${titleOfTask(settings)}, ${titleOfAlgorithm(settings)}`,
    learns,
    task: settings.task,
    algorithm: settings.algorithm,
    training: { ...settings, data: undefined, argument: undefined, ...schedule, seed },
    ...(test ? { test } : {}),
    data: source.data,
    licence: licence ?? source.licence,
    date: new Date().toISOString().slice(0, 10),
    version: versionOfPackage(),
  };
}

/** What the last test of the run found, without what only a report shows. */
async function testOf(path: string): Promise<Card['test']> {
  const text = await readFile(join(path, testFile), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { run, report, ...test } = JSON.parse(text) as Record<string, unknown>;
  return test;
}
