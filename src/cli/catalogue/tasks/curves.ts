import { lines, sinusoid, steps } from '../../../regression/index.js';
import { mixture } from '../../../tasks/index.js';
import { noOptions, taskEntry } from '../task-entry.js';

/** Regression on a line; the sizes are those of Finn et al. 2017. */
const common = {
  input: 'vector',
  target: 'values',
  sizes: { shots: 5, queries: 10 },
  testQueries: 100,
  metaBatch: 25,
  iterations: 70_000,
  options: noOptions,
} as const;

export const sinusoidEntry = taskEntry({
  ...common,
  name: 'sinusoid',
  about: 'regression on sine waves of their own height and phase',
  source: 'Finn, Abbeel and Levine 2017, section 5.1, arXiv:1703.03400',
  family: ({ shots, queries }) => sinusoid({ shots, queries }),
});

export const linesEntry = taskEntry({
  ...common,
  name: 'lines',
  about: 'regression on straight lines of their own slope and height',
  source: 'this project',
  family: ({ shots, queries }) => lines({ shots, queries }),
});

export const stepsEntry = taskEntry({
  ...common,
  name: 'steps',
  about: 'regression on steps: one value left of a place, another right of it',
  source: 'this project',
  family: ({ shots, queries }) => steps({ shots, queries }),
});

export const mixedCurvesEntry = taskEntry({
  ...common,
  name: 'mixed-curves',
  about: 'tasks of three kinds: sinusoids, lines and steps',
  source: 'this project, after Finn et al. 2018, arXiv:1806.02817',
  family: (sizes) => mixture({ sinusoid: sinusoid(sizes), line: lines(sizes), step: steps(sizes) }, { name: 'mixed-curves' }),
});
