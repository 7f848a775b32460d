export { table, type TableOptions } from './table.js';
export type { TableFormat } from './prepare.js';
