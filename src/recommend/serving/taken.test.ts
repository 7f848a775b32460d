import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldsEncoder } from '../../nn/index.js';
import { assertClose } from '../../testing/close.js';
import { asTaken } from '../../testing/hand-ratings.js';
import { classLearners, served } from '../../testing/served-learners.js';
import { learnedRater } from '../raters/learned-rater.js';
import { ratingTasks, type RatingTasksOptions } from '../rating-tasks.js';
import { syntheticRaters } from '../synthetic-raters.js';
import { catalogueOf } from './catalogue.js';
import { decodeCatalogue, encodeCatalogue } from './catalogue-file.js';
import { recommend } from './recommend.js';
import type { GivenRating } from './recommender.js';

const takers = asTaken(syntheticRaters());
/** What `served` takes, of users who only took items. */
function takersWith(options: RatingTasksOptions = {}) {
  const family = ratingTasks(takers, { idWidth: 4, attributeWidth: 3, ...options });
  const encoder = fieldsEncoder(family.columns.map(({ field }) => field));
  return { family, encoder, width: encoder.outputShape[0], catalogue: decodeCatalogue(encodeCatalogue(catalogueOf(family))) };
}

const own = takersWith();
const nameOf = (item: number): string => takers.items.nameOf(item);
const asked = Int32Array.from({ length: 100 }, (_, i) => 4 * i);
const names = Array.from(asked, nameOf);
const regions = takers.userAttributes[0];

/** A user's first items, the third of them seen and left where that is wanted. */
function knownOf(user: number, count: number, left = false) {
  const from = takers.starts[user];
  const [items, ratings] = [takers.item.slice(from, from + count), takers.rating.slice(from, from + count)];
  if (left) ratings[2] = 0;
  assert.ok(regions.kind === 'category');
  const given = { ratings: Array.from(items, (item, i): GivenRating => ({ item: nameOf(item), rating: ratings[i] })), attributes: { region: regions.values[regions.codes[user] - 1] } };
  return { known: { user, items, ratings }, given };
}

for (const negatives of [4, 2]) {
  for (const [name, inner] of Object.entries(classLearners(own.width, 2))) {
    test(`${name}: what is served is what was tested, with ${negatives} untaken items beside each that was taken`, async () => {
      const raters = takersWith({ negatives });
      const { algorithm, theta, recommender } = served(inner, raters);
      const tested = learnedRater({ name, family: raters.family, algorithm, theta });
      for (const [user, count, left] of [[0, 0, false], [1, 1, false], [2, 9, false], [3, 15, true]] as const) {
        const { known, given } = knownOf(user, count, left);
        const [wanted] = await tested.rate([{ known, asked }]);
        const served = await recommender.user(given);
        assertClose([...(await served.rate(names))], [...wanted], 1e-4);
        const { items } = await served.recommend({ only: names, top: names.length, rated: true });
        assertClose(items.map(({ score }) => score), items.map(({ item }) => wanted[names.indexOf(item)]), 1e-4);
      }
      await Promise.all([tested.release(), recommender.release()]);
    });
  }
}

for (const [name, inner] of Object.entries(classLearners(own.width, 2))) {
  test(`${name}: neither the order of what was taken matters, nor whether it came at once`, async () => {
    const { recommender } = served(inner, own);
    const { given } = knownOf(5, 12);
    const whole = [...(await (await recommender.user(given)).rate(names))];
    const turned = await recommender.user({ ...given, ratings: [...given.ratings].reverse() });
    assertClose([...(await turned.rate(names))], whole, 1e-5);
    let user = await recommender.user({ ...given, ratings: given.ratings.slice(0, 5) });
    assert.ok([...(await user.rate(names))].some((score, i) => Math.abs(score - whole[i]) > 1e-3));
    for (const more of [given.ratings.slice(5, 6), given.ratings.slice(6)]) user = await user.add(more);
    assertClose([...(await user.rate(names))], whole, 1e-5);
    await recommender.release();
  });
}

const { maml } = classLearners(own.width, 2);
const { theta, recommender } = served(maml, own);

test('an item that was seen and left says something else than one that is not known', async () => {
  const { given } = knownOf(6, 8);
  const scoresOf = async (ratings: readonly GivenRating[]) => [...(await (await recommender.user({ ...given, ratings })).rate(names))];
  const [taken, left, without] = await Promise.all([given.ratings, given.ratings.map((rating, i) => (i === 2 ? { ...rating, rating: 0 } : rating)), given.ratings.filter((_, i) => i !== 2)].map(scoresOf));
  assert.notDeepEqual(left, taken);
  assert.notDeepEqual(left, without);
});

test('items that were just listed change no score of the others', async () => {
  const { given } = knownOf(7, 6);
  const wider = recommend({ catalogue: own.catalogue.with({ name: 'new' }, { name: 'newer' }), inner: maml, theta });
  assertClose([...(await (await wider.user(given)).rate(names))], [...(await (await recommender.user(given)).rate(names))], 1e-5);
  // One of them may be taken too.
  const user = await wider.user({ ratings: [{ item: 'new' }] });
  assert.ok([...(await user.rate(['new', 'newer', ...names]))].every(Number.isFinite));
  await wider.release();
});

test('of very many that were taken the latest 512 count', async () => {
  const many = own.catalogue.with(...Array.from({ length: 600 }, (_, i) => ({ name: `new ${i}`, attributes: { year: 1990 + (i % 30) } })));
  const wide = recommend({ catalogue: many, inner: maml, theta });
  const ratings = Array.from({ length: 600 }, (_, i) => ({ item: `new ${i}` }));
  const [all, latest] = await Promise.all([ratings, ratings.slice(-512)].map(async (given) => [...(await (await wide.user({ ratings: given })).rate(names))]));
  assertClose(all, latest, 1e-6);
  await wide.release();
  await recommender.release();
});
