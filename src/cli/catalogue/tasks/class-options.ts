import { z } from 'zod';

/** Options of all tasks of classes. */
export const classOptions = {
  balance: z.enum(['equal', 'varied']).default('equal').describe('whether the classes of a task have equally many shots, or each its own number from the range --shots'),
};

/** The seed of what splits classes; figures are comparable only at the same one. */
export const splitSeed = z.number().int().min(0).default(0).describe('the seed of the shuffle that splits the classes');
