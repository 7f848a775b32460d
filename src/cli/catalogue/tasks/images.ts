import { z } from 'zod';
import { caltech101, classMixture, glyphs, images, omniglot, omniglotAlphabets } from '../../../fewshot/index.js';
import { oneNumber } from '../counts.js';
import { taskEntry } from '../task-entry.js';
import { augmentationOf, augmentationOptions } from './augmentation.js';
import { classOptions, splitSeed } from './class-options.js';

/** What image tasks have in common; the sizes are those of Finn et al. 2017 on Omniglot. */
const common = {
  input: 'image',
  target: 'classes',
  sizes: { ways: 5, shots: 1, queries: 1 },
  testQueries: 15,
  metaBatch: 32,
} as const;

const size = (usual: number) => z.number().int().min(8).max(1024).default(usual).describe('height and width of the images in pixels');

export const glyphsEntry = taskEntry({
  ...common,
  name: 'glyphs',
  about: 'few-shot classes of characters that a program invents and draws',
  source: 'this project',
  iterations: 3000,
  options: z.strictObject({ ...classOptions, size: size(28) }),
  family: ({ ways, shots, queries, options }) => glyphs({ ways, shots, queries, ...options }),
});

const omniglotSource = 'Lake, Salakhutdinov and Tenenbaum 2015, Science 350';
const omniglotFiles = 'omniglot/images_background.zip, images_evaluation.zip';

export const omniglotEntry = taskEntry({
  ...common,
  name: 'omniglot',
  about: '1623 handwritten characters of 50 alphabets, 20 drawings of each',
  source: `${omniglotSource}; turns as classes: Santoro et al. 2016`,
  data: omniglotFiles,
  iterations: 60_000,
  options: z.strictObject({
    split: z.enum(['usual', 'background']).default('usual').describe('1200 characters for training (usual), or the official alphabets (background)'),
    rotations: z.boolean().default(true).describe('quarter turns make new classes'),
    turnsMeet: z.boolean().default(true).describe('two turns of one character may be in the same task'),
    size: size(28),
    splitSeed,
    ...classOptions,
    ...augmentationOptions,
  }),
  family: ({ ways, shots, queries, data, options: { splitSeed: seed, split, rotations, turnsMeet, size: pixels, balance, ...augmentation } }) =>
    omniglot({ ways, shots, queries, split, rotations, turnsMeet, size: pixels, balance, seed, dataDirectory: data, augmentation: augmentationOf(augmentation) }),
});

export const omniglotAlphabetsEntry = taskEntry({
  ...common,
  name: 'omniglot-alphabets',
  about: 'one-shot classification within alphabets: support drawn by one person, queries by another',
  source: `${omniglotSource}, figure 5`,
  data: 'omniglot/images_background.zip or images_background_small1.zip or small2, images_evaluation.zip',
  sizes: { ways: 20, shots: 1, queries: 1 },
  testQueries: 1,
  iterations: 20_000,
  options: z.strictObject({
    background: z.enum(['all', 'small1', 'small2']).default('all').describe('what is trained on: the 30 background alphabets, or a set of 5'),
    rotations: z.boolean().default(true).describe('training alphabets turned by quarters are training alphabets, too'),
    size: size(28),
    validationAlphabets: z.number().int().min(1).optional().describe('alphabets that are kept for validation (5 of all, 1 of a small set)'),
    splitSeed: splitSeed.describe('the seed of the choice of alphabets for validation'),
    ...augmentationOptions,
  }),
  family: ({ ways, splitWays, shots, queries, data, options: { splitSeed: seed, background, rotations, validationAlphabets, size: pixels, ...augmentation } }) =>
    omniglotAlphabets({
      ways: ways === undefined ? undefined : oneNumber('--ways', ways),
      splitWays,
      shots: oneNumber('--shots', shots),
      queries: oneNumber('--queries', queries),
      background,
      rotations,
      validationAlphabets,
      size: pixels,
      seed,
      dataDirectory: data,
      augmentation: augmentationOf(augmentation),
    }),
});

export const caltech101Entry = taskEntry({
  ...common,
  name: 'caltech101',
  about: 'photographs of 97 categories at 32x32 in colour, split 60 / 17 / 20',
  source: 'Fei-Fei, Fergus and Perona 2004, Learning generative visual models from few training examples',
  data: 'caltech101-32/caltech101_32x32.zip',
  sizes: { ways: 5, shots: 1, queries: 5 },
  metaBatch: 4,
  iterations: 20_000,
  options: z.strictObject({ ...classOptions, ...augmentationOptions }),
  family: ({ ways, shots, queries, data, options: { balance, ...augmentation } }) =>
    caltech101({ ways, shots, queries, balance, dataDirectory: data, augmentation: augmentationOf(augmentation) }),
});

export const imagesEntry = taskEntry({
  ...common,
  name: 'images',
  argument: { name: 'DIR', what: 'DIR holds one folder of images for each class, or a split data set' },
  about: 'your own images: a folder for each class, or train/val/test folders or tables',
  source: 'yours',
  iterations: 3000,
  options: z.strictObject({
    size: z.number().int().min(8).max(1024).optional().describe('height and width in pixels to resize to'),
    colours: z.union([z.literal(1), z.literal(3)]).optional().describe('1 for grey or 3 for colour; else colour where any image has it'),
    invert: z.boolean().default(false).describe('turn dark ink on light paper into one on zero, for drawings'),
    splitSeed,
    ...classOptions,
    ...augmentationOptions,
  }),
  family: ({ argument, ways, splitWays, shots, queries, options: { size: pixels, colours, invert, splitSeed: seed, balance, ...augmentation } }) =>
    images({ directory: argument!, ways, splitWays, shots, queries, size: pixels, channels: colours, invert, seed, balance, augmentation: augmentationOf(augmentation) }),
});

export const mixedCharactersEntry = taskEntry({
  ...common,
  name: 'mixed-characters',
  about: 'tasks of two kinds: omniglot and glyphs',
  source: `${omniglotSource}; this project`,
  data: omniglotFiles,
  iterations: 60_000,
  options: z.strictObject(classOptions),
  family: ({ ways, shots, queries, data, options: { balance } }) =>
    classMixture({ omniglot: omniglot({ ways, shots, queries, balance, dataDirectory: data }), glyphs: glyphs({ ways, shots, queries, balance }) }, { name: 'mixed-characters' }),
});
