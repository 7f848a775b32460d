import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Algorithm } from '../../algorithms/index.js';
import type { HostOf } from '../../graph/index.js';
import { adaptTo } from '../../training/index.js';
import { assertClose } from '../../testing/close.js';
import { classLearners, served, smallRaters, valueLearners } from '../../testing/served-learners.js';
import { padExamples } from '../../tasks/index.js';
import { ratingsFrom } from '../targets.js';
import { recommend } from './recommend.js';
import type { GivenRating } from './recommender.js';

const raters = smallRaters();
const { family, catalogue } = raters;
const names = Array.from({ length: catalogue.items.count }, (_, item) => catalogue.items.nameOf(item));

/** The first ratings of a user, and what the data know of them. */
function known(user: number, count: number, { ratings } = family) {
  const rows = Array.from({ length: count }, (_, i) => ratings.starts[user] + i);
  const region = ratings.userAttributes[0];
  assert.ok(region.kind === 'category');
  return {
    items: rows.map((row) => ratings.item[row]),
    values: rows.map((row) => ratings.rating[row]),
    given: { ratings: rows.map((row): GivenRating => ({ item: names[ratings.item[row]], rating: ratings.rating[row] })), attributes: { region: region.values[region.codes[user] - 1] } },
  };
}

/** The ratings of all items that the algorithm itself predicts, on the rows of the data. */
async function predicted<Theta, Phi>(algorithm: Algorithm<Theta, Phi>, theta: HostOf<Theta>, user: number, count: number, of = raters): Promise<Float32Array> {
  const { items, values } = known(user, count, of.family);
  const support = padExamples(of.family.examplesOf(user, items, values), Math.max(1, count));
  const adapted = await adaptTo({ algorithm, theta, support });
  const all = Array.from(names.keys());
  return ratingsFrom(of.family.ratingTarget, await adapted.predict(of.family.examplesOf(user, all, all.map(() => 3)).x));
}

for (const [name, inner] of Object.entries(valueLearners(raters.width))) {
  test(`${name}: scores are those of the algorithm on the rows of the data, of no rating, of some and of many`, async () => {
    const { algorithm, theta, recommender } = served(inner, raters);
    for (const [user, count] of [[0, 0], [1, 3], [2, 10], [3, 12]]) {
      const wanted = await predicted(algorithm, theta, user, count);
      const served = await recommender.user(known(user, count).given);
      assertClose([...(await served.rate(names))], [...wanted], 1e-4);
      const { items } = await served.recommend({ top: names.length, rated: true });
      assertClose(items.map(({ score }) => score), items.map(({ item }) => wanted[names.indexOf(item)]), 1e-4);
    }
    await recommender.release();
  });
}

test('learners that tell levels apart are served', async () => {
  const own = smallRaters({ target: 'levels' });
  for (const inner of Object.values(classLearners(own.width, 5))) {
    const { algorithm, theta, recommender } = served(inner, own);
    const wanted = await predicted(algorithm, theta, 1, 9, own);
    const user = await recommender.user(known(1, 9, own.family).given);
    assertClose([...(await user.rate(names))], [...wanted], 1e-4);
    const { items } = await user.recommend({ top: 5 });
    assertClose(items.map(({ score }) => score), items.map(({ item }) => wanted[names.indexOf(item)]), 1e-4);
    await recommender.release();
  }
});

test('steps and rates that differ from those of training are taken over', async () => {
  const { maml } = valueLearners(raters.width);
  const { algorithm, theta } = served(maml, raters);
  const recommender = recommend({ catalogue, inner: maml, theta, steps: 4, learningRate: 0.02 });
  const { items, values, given } = known(5, 8);
  const adapted = await adaptTo({ algorithm, theta, support: padExamples(family.examplesOf(5, items, values), 8), steps: 4, learningRate: 0.02 });
  const wanted = ratingsFrom(family.ratingTarget, await adapted.predict(family.examplesOf(5, [7, 8], [1, 1]).x));
  assertClose([...(await (await recommender.user(given)).rate([names[7], names[8]]))], [...wanted], 1e-4);
  await recommender.release();
});

test('parameters of another catalogue are refused', async () => {
  const other = smallRaters({ idWidth: 8 });
  const { theta } = served(valueLearners(raters.width).r2d2, raters);
  const mixed = recommend({ catalogue: other.catalogue, inner: valueLearners(other.width).r2d2, theta });
  for (let tries = 0; tries < 2; tries++) await assert.rejects(mixed.for({}), { name: 'RangeError', message: 'The parameters do not belong to the catalogue of raters: its field id needs a table of shape (91, 8), and they have one of (91, 4). Take both from one run.' });
});
