import type { NdArray } from '../../graph/index.js';
import { requireOptions } from '../../nn/require-options.js';
import { episodeSizes, type EpisodeSizes, type Split } from '../../tasks/index.js';
import { defaultQueries } from '../family.js';
import { readClinc150, type Clinc150Data } from './clinc150-data.js';
import { clinc150Split } from './clinc150-split.js';
import { ngramVectors } from '../../tasks/text/index.js';
import { encodeTexts, type TextRepresentation } from '../../tasks/text/index.js';
import { textFamily, type TextClass, type TextFamily } from './text-family.js';

export interface Clinc150Options extends Partial<EpisodeSizes> {
  /** The folder given by `--data`; else METALEARN_DATA, else the user's cache. */
  readonly dataDirectory?: string;
  /** How sentences become numbers. Default `ngramVectors()`. */
  readonly representation?: TextRepresentation;
}

/**
 * CLINC150 (Larson et al. 2019): what people ask of a voice assistant, in 150 intents of 10 domains. Split by domain as written down in `clinc150Split`: 90
 * intents for training, 30 for validation, 30 for testing. The authors' parts (train, val, test) of an intent are pooled: 150 sentences.
 *
 * @throws Error where the data are missing, damaged or not the whole set.
 */
export function clinc150(options: Clinc150Options = {}): TextFamily {
  requireOptions('clinc150', options, { dataDirectory: true, ...episodeSizes, representation: true });
  const { ways = 5, shots = 1, queries = defaultQueries, balance, dataDirectory, representation = ngramVectors() } = options;
  const data = readClinc150(dataDirectory);
  const splits = { train: intentsOf(data, 'train'), validation: intentsOf(data, 'validation'), test: intentsOf(data, 'test') };
  return textFamily('clinc150', splits, representation, { ways, shots, queries, balance }, { domains: clinc150Split, files: data.files });
}

function intentsOf({ domains }: Clinc150Data, split: Split): TextClass[] {
  return clinc150Split[split].flatMap((domain) => domains[domain]);
}

/** Sentences of CLINC150 that belong to none of its intents. */
export interface OutOfScope {
  readonly texts: readonly string[];
  /** float32 (N, ...): the same as a learner takes them. */
  readonly x: NdArray;
}

/**
 * The sentences of CLINC150 that are of no intent at all, for tests of 'none of these': 100 in `train`, 100 in `validation` and 1000 in `test`, by default all
 * 1200 in this order. A threshold should be chosen on other sentences than it is tested on.
 *
 * @param representation that of the family whose learner is tested; where it learns from texts, it is fitted as `clinc150` does.
 * @throws Error where the data are missing, damaged or not the whole set.
 */
export function clincOutOfScope(dataDirectory?: string, representation: TextRepresentation = ngramVectors(), part: Split | 'all' = 'all'): OutOfScope {
  const data = readClinc150(dataDirectory);
  const { train, val: validation, test } = data.outOfScope;
  const texts = { train, validation, test, all: [...train, ...validation, ...test] }[part];
  const fitted = representation.fit?.(intentsOf(data, 'train').flatMap((intent) => intent.texts)) ?? representation;
  return { texts, x: encodeTexts(fitted, texts) };
}
