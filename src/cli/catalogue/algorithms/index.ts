import type { AlgorithmEntry } from '../algorithm-entry.js';
import { anpEntry, cnpEntry, inContextEntry, snailEntry } from './amortised.js';
import { fomamlEntry, mamlEntry } from './maml.js';
import { matchingNetEntry, protoNetEntry, relationNetEntry } from './metric.js';
import { anilEntry, boilEntry, caviaEntry, protoMamlEntry } from './partial.js';
import { mamlPlusPlusEntry, metaCurvatureEntry, metaSgdEntry, tNetEntry, warpGradEntry } from './preconditioned.js';
import { alpacaEntry, logisticHeadEntry, r2d2Entry, svmHeadEntry } from './solvers.js';
import { imamlEntry, reptileEntry } from './without-unrolling.js';

/** Every algorithm of the command line, in the order of their lists. */
export const algorithmEntries: readonly AlgorithmEntry[] = [
  mamlEntry,
  fomamlEntry,
  reptileEntry,
  anilEntry,
  boilEntry,
  metaSgdEntry,
  mamlPlusPlusEntry,
  caviaEntry,
  imamlEntry,
  metaCurvatureEntry,
  protoMamlEntry,
  tNetEntry,
  warpGradEntry,
  protoNetEntry,
  matchingNetEntry,
  relationNetEntry,
  r2d2Entry,
  logisticHeadEntry,
  svmHeadEntry,
  alpacaEntry,
  cnpEntry,
  anpEntry,
  snailEntry,
  inContextEntry,
];
