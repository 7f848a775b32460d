export * from './environment/index.js';
export * from './environments/index.js';
