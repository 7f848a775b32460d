import { z } from 'zod';
import { figure } from './parse-figures.js';

const estimate = { mean: figure, ci95: figure };
const bySteps = z.array(z.looseObject({ steps: z.number(), ...estimate })).min(1);
const measured = { ...estimate, bySteps };
const beside = z.array(z.looseObject({ name: z.string(), ...measured }));
const common = { summary: z.string(), algorithm: z.string() };
const rater = z.looseObject({ rater: z.string(), metrics: z.looseObject({}) });

const ofLearner = z.looseObject({ ...common, ...measured, metric: z.enum(['accuracy', 'logLoss', 'mse', 'mae']), episodes: z.number(), seed: z.number(), baselines: beside });
const ofAgent = z.looseObject({ ...common, ...measured, environment: z.string(), adapts: z.string(), episodes: z.number(), seed: z.number(), baselines: beside });
const ofRatings = z.looseObject({
  ...common,
  evaluation: z.looseObject({ subject: z.string(), sets: z.array(z.looseObject({ name: z.string(), raters: z.array(rater).min(1) })).min(1), notes: z.array(z.string()) }),
  tuned: z.array(z.looseObject({ rater: z.string() })),
});

const shape = z.union([ofLearner, ofAgent, ofRatings]);

/** Whether a value is what some test of this program found, as far as reports and cards must have it. */
export function isTest(value: unknown): boolean {
  return shape.safeParse(value).success;
}
