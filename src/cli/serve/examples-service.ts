import { taskNamed } from '../catalogue/index.js';
import type { Learner } from '../learner.js';
import { classesOf, type Classes } from './classes.js';
import { formOf, formsOf, rowsOf, type Labelled } from './forms/index.js';
import type { Limits } from './limits.js';
import { parse } from './parse.js';
import { malformed } from './refusal.js';
import type { Service } from './service.js';

/** Classes that a learner of any number of them is given at most. */
const mostClasses = 256;

/** How a run that learned from labelled examples reads its requests. */
export function examplesService({ settings, family, mostWays }: Pick<Learner, 'settings' | 'family' | 'mostWays'>, limits: Limits): Service {
  const forms = formsOf(family, limits);
  const classes = classesFor({ family, mostWays });
  const { target } = family;
  return {
    about: {
      input: { kind: settings.features === undefined ? kindOfInput(settings) : 'vector', shape: family.inputShape },
      answers: target.kind === 'classes' ? { kind: 'classes', atMost: Math.min(mostWays, mostClasses) } : { kind: 'values', outputs: target.outputs },
      support: forms.map(({ usage }) => usage.support),
      query: forms.map(({ usage }) => usage.query),
    },
    support: (body) => parse(formOf(forms, body, 'support').support, body),
    query: (body) => parse(formOf(forms, body, 'query').query, body),
    summary(parts) {
      const sets = parts as readonly Labelled[];
      const examples = sets.reduce((total, { inputs }) => total + rowsOf(inputs), 0);
      if (examples > limits.examples) throw malformed(`The learner would have ${examples} examples, and ${limits.examples} is the most that this server takes (--max-examples).`);
      if (target.kind === 'values') return { examples };
      return { examples, classes: classes(sets).present.map(({ name, examples: count }) => ({ class: name, examples: count })) };
    },
  };
}

/** How the classes of support sets of a run are told apart, in the server and in its workers alike. */
export function classesFor({ family, mostWays }: Pick<Learner, 'family' | 'mostWays'>): (parts: readonly Labelled[]) => Classes {
  const table = family.description.table as { readonly target: { readonly labels?: readonly string[] } } | undefined;
  return (parts) => classesOf(parts.map(({ answers }) => answers), Math.min(mostWays, mostClasses), table?.target.labels);
}

function kindOfInput({ task, taskOptions }: Learner['settings']): string {
  const { input, options } = taskNamed(task);
  return typeof input === 'function' ? input(options.parse(taskOptions) as Record<string, never>) : input;
}
