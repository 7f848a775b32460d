import { z } from 'zod';
import { glyphs, images, omniglot } from '../../../fewshot/index.js';
import { noOptions, taskEntry } from '../task-entry.js';

/** What image tasks have in common; the sizes are those of Finn et al. 2017 on Omniglot. */
const common = {
  input: 'image',
  target: 'classes',
  sizes: { ways: 5, shots: 1, queries: 1 },
  testQueries: 15,
  metaBatch: 32,
} as const;

export const glyphsEntry = taskEntry({
  ...common,
  name: 'glyphs',
  about: 'few-shot classes of characters that a program invents and draws',
  source: 'this project',
  iterations: 3000,
  options: noOptions,
  family: ({ ways, shots, queries }) => glyphs({ ways, shots, queries }),
});

export const omniglotEntry = taskEntry({
  ...common,
  name: 'omniglot',
  about: '1623 handwritten characters of 50 alphabets, 20 drawings of each',
  source: 'Lake, Salakhutdinov and Tenenbaum 2015; turns as classes as in Santoro et al. 2016',
  data: 'omniglot/images_background.zip, images_evaluation.zip',
  iterations: 60_000,
  options: z.strictObject({
    split: z.enum(['usual', 'background']).default('usual').describe('1200 characters for training (usual), or the official alphabets (background)'),
  }),
  family: ({ ways, shots, queries, data, options: { split } }) => omniglot({ ways, shots, queries, split, dataDirectory: data }),
});

export const imagesEntry = taskEntry({
  ...common,
  name: 'images',
  argument: { name: 'DIR', what: 'DIR holds one folder of images for each class' },
  about: 'your own images, a folder of PNG or JPEG files for each class',
  source: 'yours',
  iterations: 3000,
  options: z.strictObject({
    size: z.number().int().min(8).max(1024).optional().describe('height and width in pixels to resize to'),
  }),
  family: ({ argument, ways, shots, queries, options: { size } }) => images({ directory: argument!, ways, shots, queries, size }),
});
