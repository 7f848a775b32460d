export { adaptiveAgent, type AdaptiveData, type AdaptiveOptions } from './adaptive.js';
export { halvedAfterFirst } from './halved-after-first.js';
