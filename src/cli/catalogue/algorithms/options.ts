import { z } from 'zod';
import type { TaskFacts } from '../task-entry.js';

/** Options that several algorithms have, written the same everywhere. */

export const count = z.number().int().min(1);

/** Whether a task has more classes than the five of most papers: smaller steps, and more of them. */
export const many = ({ ways = 0 }: TaskFacts): boolean => ways > 5;

/** The inner loop of Finn et al. 2017, section 5 and appendix A. */
export const innerSteps = (task: TaskFacts) => count.max(1000).default(task.target === 'classes' && many(task) ? 5 : 1).describe('gradient steps of adaptation in training');

export const innerLearningRate = (task: TaskFacts) =>
  z.number().positive().max(100).default(task.innerLearningRate ?? (task.target === 'values' ? 0.01 : many(task) ? 0.1 : 0.4)).describe('the size of these steps');

export const queryStatistics = z
  .enum(['query', 'support'])
  .default('query')
  .describe('where batch statistics of the query loss come from: the query set (transductive) or the support set (inductive)');

/** Steps at test of what adapts by steps: 10 on values, and on classes 3, or 5 with many of them. */
export const testSteps = (task: TaskFacts): number => (task.target === 'values' ? 10 : many(task) ? 5 : 3);

/** The inner loop's own options as MAML has them. */
export const loop = (task: TaskFacts) => ({ innerSteps: innerSteps(task), innerLearningRate: innerLearningRate(task) });

export const steps = (usual: number) => count.max(1000).default(usual).describe('gradient steps of adaptation in training');

export const rate = (usual: number) => z.number().positive().max(100).default(usual).describe('the size of these steps');

export const firstOrder = z.boolean().default(false).describe('leave out second derivatives');

/** The meta-batches of Finn et al. 2017 on classes. */
export const mamlSchedule = (task: TaskFacts) => ({ testSteps: testSteps(task), ...(task.target === 'classes' ? { metaBatch: many(task) ? 16 : 32 } : {}) });

/** Where batch statistics of training come from in what compares features: of both sets in one pass, too. */
export const jointStatistics = (usual: 'query' | 'support' | 'both') =>
  z.enum(['query', 'support', 'both']).default(usual).describe('where batch statistics of training come from: the query set, the support set, or both in one pass');

/** More queries and fewer tasks, where nothing else is published: what gets on soonest. The user's own data may have too few examples for it. */
export const manyQueries = ({ ways, own }: TaskFacts, metaBatch = 4): { queries?: number; metaBatch?: number } => (ways === undefined || own ? {} : { queries: 5, metaBatch });
