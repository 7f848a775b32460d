// Needs Node.js, unlike the rest of tasks/: browser code must not import it.
export { isMissing, numberIn, requireNumber } from './cells.js';
export { parseCsv, type CsvRow, type CsvTable } from './csv.js';
export { withDecimalPoints } from './decimal-commas.js';
export { dateOrderOf, isTimeOfDay, secondsOfDate, type DateOrder } from './dates.js';
export { decodeText } from './text.js';
export { cacheDirectory, findData, type DataRequest } from './find-data.js';
export { fingerprint, fingerprintAll } from './fingerprint.js';
export { readBytes } from './read-file.js';
export { openZip, type Zip } from './zip.js';
