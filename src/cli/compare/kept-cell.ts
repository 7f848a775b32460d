import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { differences, makeFolder, replaceFile } from '../../training/index.js';
import { UsageError } from '../failure.js';
import { figure, parseKept } from '../parse-figures.js';
import { completeSettings, type AskedTask } from '../settings/index.js';
import type { Cell, CellResult } from './cell.js';

/** What a cell's file keeps of it: what it is of, and what it came to once it is finished. Of that, what each has. */
const kept = z.object({
  settings: z.looseObject({}),
  result: (z.looseObject({ name: z.string(), kind: z.string(), trainingSeconds: z.number(), iterations: z.number(), mean: figure.optional(), ci95: figure.optional() }) as unknown as z.ZodType<CellResult>).optional(),
});

/**
 * The result of a cell, where it is finished.
 * @throws UsageError where its file is of a cell with other settings.
 */
export async function finishedCell(cell: Cell, task: AskedTask): Promise<CellResult | undefined> {
  const text = await readFile(cell.file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const { settings, result } = parseKept(text, cell.file, kept);
  const differing = differences(settings, settingsOf(cell, task));
  if (differing.length > 0) throw new UsageError(`${dirname(dirname(cell.file))} holds ${cell.name} with other settings: ${differing.join('; ')}. Give the same options, or another folder with --out.`);
  return result;
}

/** Writes what a cell is of, and what it came to. */
export async function keepCell(cell: Cell, task: AskedTask, result?: CellResult): Promise<void> {
  await makeFolder(dirname(cell.file));
  await replaceFile(cell.file, `${JSON.stringify({ settings: settingsOf(cell, task), ...(result ? { result } : {}) }, undefined, 2)}\n`);
}

function settingsOf({ asked }: Cell, task: AskedTask): object {
  const { settings, schedule } = completeSettings(task, asked);
  return { ...settings, schedule };
}
