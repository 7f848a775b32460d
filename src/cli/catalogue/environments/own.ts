import { z } from 'zod';
import { environmentEntry } from './environment-entry.js';
import { readEnvironment } from './read-environment.js';
import { points } from './usual.js';

export const ownEntry = environmentEntry({
  name: 'environment',
  argument: { name: 'FILE', what: 'FILE is a JavaScript module whose default export is a family of environments' },
  about: 'environments of your own, from a JavaScript module: docs/add-an-environment.md shows one',
  source: 'your own',
  observes: 'what it says',
  acts: 'what it says',
  algorithm: 'maml-trpo',
  usual: { ...points, gradient: { ...points.gradient, iterations: 200 }, memory: { ...points.memory, iterations: 200 } },
  options: z.strictObject({}),
  family: ({ argument }) => readEnvironment(argument!),
});
