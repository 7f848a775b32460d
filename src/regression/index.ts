export type { CurveSizes } from './curve.js';
export { imageCompletion, type ImageCompletionOptions } from './image-completion.js';
export { imageOfPixels, pixelGrid, type ImageShape } from './pixels.js';
export { lines } from './lines.js';
export { sinusoid, type SinusoidOptions } from './sinusoid.js';
export { steps } from './steps.js';
export { inputWidth, table, widthOf, writeInputs, type TableFormat, type TableOptions } from './table/index.js';
