export type { Actor, Adaptation, Agent, AnyAgent, Collected, DrawnTask } from './agent.js';
export * from './agents/index.js';
export * from './environment/index.js';
export * from './environments/index.js';
export * from './outer/index.js';
export * from './policies/index.js';
export * from './references/index.js';
export * from './surrogates/index.js';
export * from './training/index.js';
