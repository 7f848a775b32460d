import { z } from 'zod';
import { clinc150, clincOutOfScope, ngramIds, ngramVectors, seriesFile, strokes, textFile, type TextRepresentation } from '../../../fewshot/index.js';
import { table } from '../../../regression/index.js';
import { oneNumber } from '../counts.js';
import { taskEntry } from '../task-entry.js';
import { classOptions, splitSeed } from './class-options.js';

/** Texts, series and tables. */

const common = { target: 'classes', sizes: { ways: 5, shots: 1, queries: 5 }, testQueries: 15, metaBatch: 4 } as const;
const column = (what: string) => z.string().min(1).optional().describe(what);
const columns = (what: string) => z.preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(z.string().min(1)).min(1).optional()).describe(what);

const textOptions = {
  representation: z.enum(['vectors', 'words']).default('vectors').describe('a vector of hashed n-grams, or the numbers of words and letters for a learned embedding bag'),
  buckets: z.number().int().min(2).max(2 ** 20).optional().describe('buckets of the hash: 1024 for vectors, 4096 for words, where not said'),
  ...classOptions,
};

const representationOf = ({ representation, buckets }: { representation: 'vectors' | 'words'; buckets?: number }): TextRepresentation =>
  representation === 'vectors' ? ngramVectors({ buckets }) : ngramIds({ buckets });

const inputOf = ({ representation }: { representation: 'vectors' | 'words' }) => (representation === 'vectors' ? ('vector' as const) : ('words' as const));

export const clinc150Entry = taskEntry({
  ...common,
  name: 'clinc150',
  about: 'what people ask of a voice assistant: 150 intents of 10 domains, split by domain',
  source: 'Larson et al. 2019, An evaluation dataset for intent classification and out-of-scope prediction',
  data: 'clinc150/data_full.json',
  input: inputOf,
  channels: 256,
  iterations: 10_000,
  options: z.strictObject(textOptions),
  family: ({ ways, shots, queries, data, options }) => clinc150({ ways, shots, queries, balance: options.balance, dataDirectory: data, representation: representationOf(options) }),
  outsiders: ({ data, options }) => clincOutOfScope(data, representationOf(options), 'test').x,
});

export const textEntry = taskEntry({
  ...common,
  name: 'text',
  argument: { name: 'FILE', what: 'FILE is a table (.csv, .tsv) or JSON lines (.jsonl) with a text and a label in each row' },
  about: 'your own texts and their labels, from a table or JSON lines',
  source: 'yours',
  input: inputOf,
  channels: 256,
  iterations: 5000,
  options: z.strictObject({
    ...textOptions,
    textColumn: column('the column of the texts; else one of a usual name, such as text'),
    labelColumn: column('the column of the labels; else one of a usual name, such as label'),
    minimum: z.number().int().min(1).default(1).describe('labels with fewer texts are left out'),
    splitSeed,
  }),
  family: ({ argument, ways, splitWays, shots, queries, options: { textColumn: text, labelColumn: label, minimum, splitSeed: seed, balance, ...rest } }) =>
    textFile({ file: argument!, ways, splitWays, shots, queries, text, label, minimum, seed, balance, representation: representationOf(rest) }),
});

export const strokesEntry = taskEntry({
  ...common,
  name: 'strokes',
  about: 'few-shot classes of invented characters, as the movement of a pen',
  source: 'this project',
  input: 'series',
  iterations: 3000,
  options: z.strictObject({ points: z.number().int().min(8).max(1024).default(32).describe('points of a drawing'), ...classOptions }),
  family: ({ ways, shots, queries, options: { points, balance } }) => strokes({ ways, shots, queries, steps: points, balance }),
});

export const seriesEntry = taskEntry({
  ...common,
  name: 'series',
  argument: { name: 'FILE', what: 'FILE is a CSV file with a row for each step, or for each series' },
  about: 'your own series, such as gestures or measurements, from a CSV file',
  source: 'yours',
  input: 'series',
  iterations: 3000,
  options: z.strictObject({
    length: z.number().int().min(2).max(100_000).optional().describe('steps to resample every series to; else shorter ones are padded'),
    layout: z.enum(['long', 'wide']).optional().describe('a row for each step (long) or for each series (wide); else long where rows share an id'),
    labelColumn: column('the class of a series; else one of a usual name'),
    seriesColumn: column('the id of a series; else one of a usual name'),
    timeColumn: column('in long tables, what steps are put in order by; else one of a usual name'),
    dates: z.enum(['day-first', 'month-first']).optional().describe('how times such as 05/02/2021 are read; else as a number above 12 anywhere tells'),
    valueColumns: columns('the columns of numbers, separated by commas; else all others'),
    splitSeed,
    ...classOptions,
  }),
  family: ({ argument, ways, splitWays, shots, queries, options: { length, layout, labelColumn, seriesColumn, timeColumn, dates, valueColumns, splitSeed: seed, balance } }) =>
    seriesFile({ file: argument!, ways, splitWays, shots, queries, length, layout, label: labelColumn, series: seriesColumn, time: timeColumn, dates, values: valueColumns, seed, balance }),
});

export const tableEntry = taskEntry({
  name: 'table',
  argument: { name: 'FILE', what: 'FILE is a CSV file of which a column names the task of each row' },
  about: 'your own table, of which a column names the task (person, shop, sensor): regression or classification',
  source: 'yours',
  input: 'vector',
  target: ({ kind }) => kind,
  sizes: { shots: 10, queries: 10 },
  metaBatch: 25,
  iterations: 10_000,
  requires: ['taskColumn', 'targetColumn'],
  options: z.strictObject({
    taskColumn: column('the column that names the task of a row'),
    targetColumn: column('the column to predict'),
    kind: z.enum(['values', 'classes']).default('values').describe('what is predicted'),
    featureColumns: columns('the columns to predict from, separated by commas; else all others'),
    categoricalColumns: columns('features that are categories although they look like numbers'),
    splitSeed: splitSeed.describe('the seed of the shuffle that splits the tasks'),
  }),
  family: ({ argument, shots, queries, options: { taskColumn, targetColumn, kind, featureColumns, categoricalColumns, splitSeed: seed } }) =>
    table({ file: argument!, task: taskColumn!, target: targetColumn!, kind, features: featureColumns, categorical: categoricalColumns, shots: oneNumber('--shots', shots), queries: oneNumber('--queries', queries), seed }),
});
