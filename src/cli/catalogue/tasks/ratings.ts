import { z } from 'zod';
import { movieLens, movieTweetings, ratingTasks, syntheticRaters, type Ratings } from '../../../recommend/index.js';
import { UsageError } from '../../failure.js';
import { mostOf } from '../counts.js';
import { taskEntry, type FamilyRequest } from '../task-entry.js';
import { splitSeed } from './class-options.js';

/** Personalised recommendation: a task is a user. */

const targets = ['values', 'levels', 'taken'] as const;
const width = (usual: number) => z.number().int().min(1).max(1024).default(usual);

/** What all rating tasks may be told. */
const ratingOptions = {
  target: z.enum(targets).default('values').describe('what is predicted: ratings as numbers, as one of their levels, or, of data without ratings, what is taken'),
  idWidth: z.number().int().min(0).max(1024).default(16).describe("values of an item's own embedding; 0 knows items by their attributes only"),
  attributeWidth: width(8).describe("values of each attribute's embedding"),
  idDropout: z.number().min(0).lt(1).default(0.1).describe('the share of training rows whose item is shown as a new one would be'),
  negatives: z.number().int().min(1).max(100).default(4).describe('of data without ratings, items not taken beside each that was'),
  splitSeed: splitSeed.describe('the seed of the shuffle that splits the users'),
};

type RatingOptions = z.output<z.ZodObject<typeof ratingOptions>>;

/** What rating tasks have in common; a rate of 0.1 is that of embeddings near zero and standardised ratings. */
const common = {
  input: 'ratings',
  target: ({ target }: { readonly target: (typeof targets)[number] }) => (target === 'values' ? 'values' : 'classes'),
  sizes: { shots: [1, 20], queries: 10 },
  testQueries: 10,
  metaBatch: 32,
  iterations: 3000,
  algorithm: 'maml',
  schedule: { outerLearningRate: 3e-3, decay: 'cosine' },
  innerLearningRate: 0.1,
  testsAsTrained: true,
  channels: 64,
} as const;

/** @throws UsageError where the data have no ratings, or have some, and the target says otherwise: what learners give must be known before data are read. */
function tasksOf(ratings: Ratings, { shots, queries, options }: FamilyRequest<RatingOptions>) {
  const { target, ...rest } = options;
  if (ratings.feedback === 'implicit' && target !== 'taken') throw new UsageError(`${ratings.name} has no ratings, only what users took: add --set target=taken.`);
  if (ratings.feedback === 'explicit' && target === 'taken') throw new UsageError(`${ratings.name} has ratings, which say more than what users took: leave --set target=taken out.`);
  return ratingTasks(ratings, { ...rest, shots, queries: mostOf(queries), ...(target === 'taken' ? {} : { target }) });
}

export const ratersEntry = taskEntry({
  ...common,
  name: 'raters',
  about: 'made-up users who rate made-up items: recommendation with no files',
  source: 'this project',
  options: z.strictObject({
    raters: z.number().int().min(20).max(1_000_000).default(600).describe('how many users are made up'),
    choices: z.number().int().min(50).max(1_000_000).default(400).describe('how many items are made up'),
    dataSeed: z.number().int().min(0).default(0).describe('the seed of what is made up'),
    ...ratingOptions,
  }),
  family: ({ options: { raters: users, choices: items, dataSeed: seed, ...options }, ...sizes }) => tasksOf(syntheticRaters({ users, items, seed }), { ...sizes, options }),
});

export const movieTweetingsEntry = taskEntry({
  ...common,
  name: 'movietweetings',
  about: 'ratings of films from 0 to 10 that people tweeted: the snapshot of 100,000',
  source: 'Dooms, De Pessemier and Martens 2013, MovieTweetings: a movie rating dataset collected from Twitter',
  data: 'movietweetings-100k/ratings.dat, movies.dat',
  options: z.strictObject(ratingOptions),
  family: ({ data, ...request }) => tasksOf(movieTweetings({ data }), request),
});

export const movieLensEntry = taskEntry({
  ...common,
  name: 'movielens',
  argument: { name: 'DIR', what: 'DIR is the folder or archive of a MovieLens data set: latest-small, 100k, 1M, 10M, 20M or later', optional: true },
  about: 'ratings of films in stars: latest-small, or another MovieLens data set that you have',
  source: 'Harper and Konstan 2015, The MovieLens datasets, ACM TiiS 5(4), 19',
  data: 'movielens-latest-small/ml-latest-small.zip',
  options: z.strictObject(ratingOptions),
  family: ({ data, argument: folder, ...request }) => tasksOf(movieLens({ data, folder }), request),
});
