import { numberIn } from '../../tasks/files/cells.js';

/** Whether a cell holds a number, be it too large, or one with commas, a percent sign or a currency's. */
export function isMeantAsNumber(cell: string): boolean {
  return numberIn(cell.replace(/[,'%$€£¥]/g, '')) !== undefined || Math.abs(Number(cell)) > 1e38;
}
