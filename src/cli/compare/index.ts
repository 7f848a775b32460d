export { compare } from './compare.js';
export { present } from './present.js';
