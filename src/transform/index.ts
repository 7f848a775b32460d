export { grad, valueAndGrad } from './grad.js';
export { hvp, jvp } from './jvp.js';
export { vmap } from './vmap.js';
export { stopGradient, vjp } from './vjp.js';
