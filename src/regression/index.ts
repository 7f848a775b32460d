export { sinusoid, type SinusoidOptions } from './sinusoid.js';
