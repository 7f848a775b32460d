export { table, type TableOptions } from './table.js';
export { inputWidth, type TableFormat } from './prepare.js';
export { widthOf, writeInputs } from './inputs.js';
