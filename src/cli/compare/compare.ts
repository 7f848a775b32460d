import { resolve } from 'node:path';
import { whileClaimed } from '../claim-folder.js';
import { Stopped } from '../failure.js';
import { formatDuration } from '../options/duration.js';
import type { Output } from '../output.js';
import { parseTask, type AskedTask } from '../settings/index.js';
import type { Cell, CellResult, FailedCell } from './cell.js';
import { finishedCell, keepCell } from './kept-cell.js';
import { planComparison, type ComparePlan, type CompareWishes } from './plan.js';
import { writeComparison } from './report.js';
import { resultOf, type Comparison } from './result.js';
import { runCell } from './run-cell.js';

/** Works on all cells that are not finished, one after the other, and puts all into one report. */
export async function compare(written: string, wishes: CompareWishes, output: Output, signal: AbortSignal): Promise<Comparison & { readonly report: string }> {
  const task = parseTask(written);
  const plan = await planComparison(written, task, wishes);
  return whileClaimed(plan.folder, 'comparison', plan.identity, () => workThrough(plan, task, output, signal));
}

async function workThrough(plan: ComparePlan, task: AskedTask, output: Output, signal: AbortSignal): Promise<Comparison & { readonly report: string }> {
  const { cells, conditions, warnings } = plan;
  for (const warning of warnings) output.warn(warning);
  const found: (CellResult | undefined)[] = [];
  for (const cell of cells) found.push(await finishedCell(cell, task));

  const done: (CellResult | FailedCell)[] = [];
  for (const [index, cell] of cells.entries()) {
    const kept = found[index];
    if (kept === undefined) output.warn(`${index + 1} of ${cells.length}: ${cell.name}${timeLeft(plan, cells.filter((_, i) => i >= index && found[i] === undefined))}`);
    done.push(kept ?? (await work(cell, plan, signal)));
    // After each, so that the report can be looked at before the last.
    await writeComparison(plan, resultOf(plan, done));
  }
  const result = resultOf(plan, done);
  return { ...result, report: await writeComparison(plan, result) };

  async function work(cell: Cell, { folder }: ComparePlan, stop: AbortSignal): Promise<CellResult | FailedCell> {
    try {
      await keepCell(cell, task);
      const outcome = await runCell(cell, conditions, stop);
      if ('error' in outcome) output.warn(`${cell.name} was not finished: ${outcome.error}`);
      else await keepCell(cell, task, outcome);
      return outcome;
    } catch (error) {
      if (!stop.aborted) throw error;
      throw new Stopped(`Stopped; what was done is saved in ${resolve(folder)}. The same command goes on with it.`);
    }
  }
}

/** About how long the cells will take: each trains for the time, and tests take a part of it. */
function timeLeft({ conditions: { time } }: ComparePlan, cells: readonly Cell[]): string {
  const training = cells.filter(({ kind }) => kind !== 'conventional').length;
  return training === 0 ? '' : ` (at least ${formatDuration(training * time)} left in all)`;
}
