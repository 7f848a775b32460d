import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint } from '../tasks/files/index.js';
import { replaceFile, type Run } from '../training/index.js';
import { quoted } from './options/quoted.js';
import { parseFigures } from './parse-figures.js';
import { isTest } from './test-shape.js';

/** Where `test` leaves its result in a run folder. */
export const testFile = 'test.json';

/** What the last test of a run found, if it was of the parameters that the run has now. */
export interface LastTest<Result> {
  readonly result?: Result;
  /** Whether there was one, and the run was trained further since. */
  readonly outdated: boolean;
}

/** Writes down what a test of these weights found. Numbers that are none, as of a learner that diverged, become null. */
export async function writeTest(path: string, result: object, weights: string): Promise<void> {
  await replaceFile(join(path, testFile), `${JSON.stringify({ ...result, weights }, undefined, 2)}\n`);
}

/** The last test of a run. A file that cannot be read, such as one cut short or of something else, is none. */
export async function readTest<Result>(run: Pick<Run, 'path' | 'read'>): Promise<LastTest<Result>> {
  const text = await readFile(join(run.path, testFile), 'utf8').catch(() => undefined);
  const found = text === undefined ? undefined : parsed<Result & { readonly weights?: string }>(text);
  if (found === undefined || !isTest(found)) return { outdated: false };
  const { weights, ...result } = found;
  // Tests of earlier versions do not say what they tested.
  const outdated = weights !== undefined && weights !== (await weightsOf(run));
  return outdated ? { outdated } : { result: result as Result, outdated };
}

/** The SHA-256 of the parameters that are tested: those that did best in validation, or the last ones where there was none. */
export async function weightsOf(run: Pick<Run, 'read'>): Promise<string> {
  return fingerprint((await run.read('best')) ?? (await run.read('checkpoint')) ?? new Uint8Array());
}

function parsed<T>(text: string): T | undefined {
  try {
    return parseFigures<T>(text);
  } catch {
    return undefined;
  }
}

/** What a report says at its head of a run without a test that holds. */
export function untested(path: string, outdated: boolean): string {
  return outdated ? `Trained further since it was tested: run metalearn test ${quoted(path)}.` : `Trained, and not tested yet: run metalearn test ${quoted(path)}.`;
}
