export { renderAnimation, type Animation, type Clip } from './page.js';
