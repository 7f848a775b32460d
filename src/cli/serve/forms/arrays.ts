import { z } from 'zod';
import { formatShape } from '../../../graph/index.js';
import type { TaskShape } from '../../catalogue/index.js';
import type { Limits } from '../limits.js';
import type { Answers, Form, Inputs, Labelled } from './form.js';
import { nested } from './nested.js';

/** Rows as the learner itself takes them: `x` (N, ...), and `y`, the classes of the rows or their values. */
export function arrayForm({ inputShape, target }: Pick<TaskShape, 'inputShape' | 'target'>, limits: Limits): Form {
  const support = nested(inputShape, limits.examples);
  const answers = target.kind === 'classes' ? classNames(limits.examples) : values(target.outputs, limits.examples);
  const rows = `nested lists of numbers of the shape ${formatShape([-1, ...inputShape]).replace('-1', 'N')}`;
  const y = target.kind === 'classes' ? 'y the classes of these rows, whole numbers or names' : target.outputs === 1 ? 'y N numbers' : `y nested lists of the shape (N, ${target.outputs})`;
  return {
    field: 'x',
    usage: { support: `{ "x": ..., "y": ... }: x ${rows}; ${y}`, query: `"x": ${rows}` },
    support: z.strictObject({ x: support, y: answers }).transform(({ x, y }, context): Labelled => {
      const given = 'classes' in y ? y.classes.length : y.values.shape[0];
      if (given === x.shape[0]) return { inputs: { x }, answers: y };
      context.addIssue({ code: 'custom', path: ['y'], message: `it has ${given} entries, and x has ${x.shape[0]} rows` });
      return z.NEVER;
    }),
    query: z.strictObject({ x: nested(inputShape, limits.rows) }).transform((sent): Inputs => sent),
  };
}

/** What a class may be called. */
export const className = z.string().min(1).max(200);

function classNames(most: number): z.ZodType<Answers> {
  const one = z.union([z.int().min(0), className], { error: 'expected a class, a whole number of at least 0 or a name' });
  return z.array(one).min(1).max(most).transform((classes) => ({ classes }));
}

/** Of one output, numbers; they may also stand in lists of one. */
function values(outputs: number, most: number): z.ZodType<Answers> {
  const rows = nested([outputs], most);
  const flat = (sent: unknown): unknown => (outputs === 1 && Array.isArray(sent) ? sent.map((value: unknown) => (typeof value === 'number' ? [value] : value)) : sent);
  return z.preprocess(flat, rows).transform((given) => ({ values: given }));
}
