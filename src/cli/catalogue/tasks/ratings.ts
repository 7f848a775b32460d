import { z } from 'zod';
import { meluSplit, movieLens, movieTweetings, ratingsFile, ratingTasks, syntheticRaters, type DataSchema, type Ratings, type RatingTasks } from '../../../recommend/index.js';
import { UsageError } from '../../failure.js';
import { oneNumber } from '../counts.js';
import { taskEntry, type FamilyRequest, type TaskEntry, type TaskSizes } from '../task-entry.js';
import { splitSeed } from './class-options.js';

/** Personalised recommendation: a task is a user. */

const targets = ['values', 'levels', 'taken'] as const;

/** What all rating tasks may be told. */
const ratingOptions = {
  target: z.enum(targets).default('values').describe('what is predicted: ratings as numbers, as one of their levels, or, of data without ratings, what is taken'),
  idWidth: z.number().int().min(0).max(1024).default(0).describe("values of an item's own embedding; 0 knows items by their attributes and by what is thought of them"),
  attributeWidth: z.number().int().min(1).max(1024).default(8).describe("values of each attribute's embedding"),
  newShare: z.number().min(0).lt(1).optional().describe('the share of training rows whose item is shown as one that was just listed; 0.1 where items have embeddings, else 0'),
  negatives: z.number().int().min(1).max(100).default(4).describe('of data without ratings, items not taken beside each that was'),
  protocol: z.enum(['new-users', 'melu']).default('new-users').describe('what training leaves to the test: some users; or users and items that appear late, as MeLU has it'),
  splitSeed: splitSeed.describe('the seed of the shuffle that splits the users'),
};

/** Of the options of an entry, those that all have. */
const ratingSchema = z.object(ratingOptions);

/** What rating tasks have in common; a rate of 0.1 is that of embeddings near zero and standardised ratings. */
const common = {
  input: 'ratings',
  target: ({ target }: { readonly target: (typeof targets)[number] }) => (target === 'values' ? 'values' : 'classes'),
  sizes: { shots: [1, 20], queries: 10 },
  testQueries: 10,
  metaBatch: 32,
  iterations: 2000,
  // Users differ so much that of 200 of them the wrong iteration is often best.
  validationEpisodes: 2000,
  algorithm: ({ target }: { readonly target: (typeof targets)[number] }) => (target === 'values' ? 'alpaca' : 'maml'),
  schedule: { outerLearningRate: 3e-3, decay: 'cosine' },
  innerLearningRate: 0.1,
  errors: 'absolute',
  testsAsTrained: true,
  channels: 64,
} as const;

/** What such an entry differs in, and how its data are read. */
interface Rated<Options extends z.ZodObject> extends Pick<TaskEntry<Options>, 'name' | 'about' | 'source' | 'options'>, Partial<Pick<TaskEntry, 'argument' | 'data'>> {
  load(request: Pick<FamilyRequest<z.output<Options>>, 'argument' | 'data' | 'options'>): Ratings | Promise<Ratings>;
}

function ratingEntry<Options extends z.ZodObject<typeof ratingOptions>>({ load, ...entry }: Rated<Options>): TaskEntry {
  return taskEntry<Options>({ ...common, ...entry, ratings: load, family: async (request) => ratingTasksOf(await load(request), request) } as TaskEntry<Options>);
}

/**
 * The tasks that training makes of ratings.
 * @throws UsageError where the data have no ratings, or have some, and the target says otherwise: what learners give must be known before data are read.
 */
export function ratingTasksOf(ratings: Ratings, { shots, queries, options }: TaskSizes & { readonly options: Readonly<Record<string, unknown>> }): RatingTasks {
  const { target, protocol, ...rest } = ratingSchema.parse(options);
  if (ratings.feedback === 'implicit' && target !== 'taken') throw new UsageError(`${ratings.name} has no ratings, or none that differ, only what users took: add --set target=taken.${unusedColumns(ratings)}`);
  if (ratings.feedback === 'explicit' && target === 'taken') throw new UsageError(`${ratings.name} has ratings, which say more than what users took: leave --set target=taken out.`);
  const seen = protocol === 'melu' ? meluSplit(ratings).training : ratings;
  return ratingTasks(seen, { ...rest, shots, queries: oneNumber('--queries', queries), ...(target === 'taken' ? {} : { target }) });
}

/** A sentence on columns that may hold the ratings, under a name that says nothing of it; empty where all are used. */
function unusedColumns({ source }: Ratings): string {
  const unused = (source.schema as DataSchema | undefined)?.ratings.columns.filter(({ kind }) => kind === 'ignore').map(({ name }) => name) ?? [];
  if (unused.length === 0) return '';
  const schema = JSON.stringify({ ratings: { columns: { [unused[0]]: 'rating' } } });
  return ` Or, where the ratings stand in a column that is not used (${unused.join(', ')}), say in which: --set schema=FILE.json, and in that file ${schema}.`;
}

export const ratersEntry = ratingEntry({
  name: 'raters',
  about: 'made-up users who rate made-up items: recommendation with no files',
  source: 'this project',
  options: z.strictObject({
    raters: z.number().int().min(20).max(1_000_000).default(600).describe('how many users are made up'),
    choices: z.number().int().min(50).max(1_000_000).default(400).describe('how many items are made up'),
    dataSeed: z.number().int().min(0).default(0).describe('the seed of what is made up'),
    ...ratingOptions,
  }),
  load: ({ options: { raters: users, choices: items, dataSeed: seed } }) => syntheticRaters({ users, items, seed }),
});

export const movieTweetingsEntry = ratingEntry({
  name: 'movietweetings',
  about: 'ratings of films from 0 to 10 that people tweeted: the snapshot of 100,000',
  source: 'Dooms, De Pessemier and Martens 2013, MovieTweetings: a movie rating dataset collected from Twitter',
  data: 'movietweetings-100k/ratings.dat, movies.dat',
  options: z.strictObject(ratingOptions),
  load: ({ data }) => movieTweetings({ data }),
});

export const movieLensEntry = ratingEntry({
  name: 'movielens',
  argument: { name: 'DIR', what: 'DIR is the folder or archive of a MovieLens data set: latest-small, 100k, 1M, 10M, 20M or later', optional: true },
  about: 'ratings of films in stars: latest-small, or another MovieLens data set that you have',
  source: 'Harper and Konstan 2015, The MovieLens datasets, ACM TiiS 5(4), 19',
  data: 'movielens-latest-small/ml-latest-small.zip',
  options: z.strictObject(ratingOptions),
  load: ({ data, argument: folder }) => movieLens({ data, folder }),
});

const file = (what: string) => z.string().min(1).optional().describe(what);

export const ratingsEntry = ratingEntry({
  name: 'ratings',
  argument: { name: 'FILE', what: 'FILE is a table of users, items and, where there are any, ratings and times' },
  about: 'your own ratings or clicks, from a text file, with tables of items and users where you have them',
  source: 'yours',
  options: z.strictObject({
    items: file('a table of items: ids, titles and what else is known of them; also --items FILE'),
    users: file('a table of users; also --users FILE'),
    schema: file('a JSON file that says how the files are to be read, as far as it is not to be inferred'),
    ...ratingOptions,
  }),
  load: ({ argument, options: { items, users, schema } }) => ratingsFile(argument!, { items, users, schema }),
});
