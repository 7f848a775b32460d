export { experienceOf, experienceWidth, type Experience } from './experience.js';
export { dice, lvc, reinforce } from './surrogates.js';
