import { z } from 'zod';
import type { Limits } from '../limits.js';
import { className } from './arrays.js';
import type { Form, Inputs, Labelled } from './form.js';

/** Examples that stand under the names of their classes: `{ "images": { "cat": [...], "dog": [...] } }`. */
export function formByClass<Item>(field: string, one: string, item: z.ZodType<Item>, limits: Limits, inputsOf: (items: readonly Item[]) => Inputs): Form {
  const some = z.array(item).min(1);
  return {
    field,
    usage: { support: `{ "${field}": { CLASS: [...], ... } }: lists of ${one}, under the names of their classes`, query: `"${field}": a list of ${one}` },
    support: z.strictObject({ [field]: z.record(className, some) }).transform((sent, context): Labelled => {
      const pairs = Object.entries(sent[field] as Record<string, Item[]>).flatMap(([name, items]) => items.map((each) => [name, each] as const));
      if (pairs.length > 0 && pairs.length <= limits.examples) return { inputs: inputsOf(pairs.map(([, each]) => each)), answers: { classes: pairs.map(([name]) => name) } };
      context.addIssue({ code: 'custom', path: [field], message: `expected 1 to ${limits.examples} examples, received ${pairs.length}` });
      return z.NEVER;
    }),
    query: z.strictObject({ [field]: some.max(limits.rows) }).transform((sent) => inputsOf(sent[field] as Item[])),
  };
}
