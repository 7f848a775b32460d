export { augmented, type Augmentation } from './augmentation.js';
export { glyphs, type GlyphsOptions } from './glyphs.js';
export { images, type ImagesOptions } from './image-folder.js';
export { omniglot, type OmniglotOptions } from './omniglot.js';
export { readFolder, readImage, readLabelledFolder, type LabelledImages } from './folder.js';
export { pooledClasses } from './pooled-classes.js';
export type { ClassFamily, ImageFormat } from './family.js';
export { turnedClasses } from './turned-classes.js';
