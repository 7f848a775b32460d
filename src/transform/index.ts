export { conjugateGradient } from './conjugate-gradient.js';
export { grad, valueAndGrad } from './grad.js';
export { implicitGradient, type InnerProblem } from './implicit.js';
export { hvp, jvp } from './jvp.js';
export { vmap } from './vmap.js';
export { stopGradient, vjp } from './vjp.js';
