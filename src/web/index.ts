/** Models of `metalearn export` in a page: the module `metalearn/web`. */
export type { ArtifactCard } from '../artifact/card.js';
export { WebModelError } from './errors.js';
export type { Inputs } from './feeds.js';
export { load, type LoadOptions } from './load.js';
export type { AdaptedModel, Model } from './model.js';
export type { OnBytes } from './read-bytes.js';
export { unzipped, type FetchBytes, type Source } from './source.js';
