export { lazyImages, writeBytes } from './cache.js';
export { decodeImage, decoding } from './decode.js';
export { inverted, toChannels, type Image, type ImageInfo } from './image.js';
export { inspectImage } from './inspect.js';
export { resizeImage } from './resize.js';
