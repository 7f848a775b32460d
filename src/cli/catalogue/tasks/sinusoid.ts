import { sinusoid } from '../../../regression/index.js';
import { mostOf } from '../counts.js';
import { noOptions, taskEntry } from '../task-entry.js';

export const sinusoidEntry = taskEntry({
  name: 'sinusoid',
  about: 'regression on sine waves of their own height and phase',
  source: 'Finn, Abbeel and Levine 2017, section 5.1, arXiv:1703.03400',
  input: 'vector',
  target: 'values',
  sizes: { shots: 5, queries: 10 },
  testQueries: 100,
  metaBatch: 25,
  iterations: 70_000,
  options: noOptions,
  family: ({ shots, queries }) => sinusoid({ shots: mostOf(shots), queries: mostOf(queries) }),
});
