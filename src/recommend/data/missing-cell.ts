import { isMissing } from '../../tasks/files/index.js';

/** Whether a cell of an attribute table says that nothing is known: it is empty, NA, NaN, null, or like "(no genres listed)". */
export function isUnknown(cell: string): boolean {
  return isMissing(cell) || cell === '\\N' || /^\(no [^)]*\)$/i.test(cell);
}
