import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { assertClose } from '../../testing/close.js';
import { served, smallRaters, valueLearners } from '../../testing/served-learners.js';
import { recommend } from './recommend.js';
import type { GivenRating, Recommendations } from './recommender.js';

const raters = smallRaters();
const { catalogue } = raters;
const names = Array.from({ length: catalogue.items.count }, (_, item) => catalogue.items.nameOf(item));
const learners = valueLearners(raters.width);
const { recommender } = served(learners.alpaca, raters);

/** `count` ratings of items from `first` on. */
const ratings = (count: number, first = 0): GivenRating[] => names.slice(first, first + count).map((item, i) => ({ item, rating: 1 + ((i * 3 + first) % 5) }));

test('the best come first, rated items are left out unless they are wanted', async () => {
  const user = await recommender.user({ ratings: ratings(6) });
  const scores = await user.rate(names);
  const order = (from: number): string[] => names.map((item, i) => ({ item, score: scores[i] })).slice(from).sort((a, b) => b.score - a.score).map(({ item }) => item);
  const listed = async (wish: object): Promise<string[]> => (await user.recommend(wish)).items.map(({ item }) => item);
  assert.deepEqual(await listed({}), order(6).slice(0, 10));
  assert.deepEqual(await listed({ top: 1000 }), order(6));
  assert.deepEqual(await listed({ top: 1000, rated: true }), order(0));
  assert.deepEqual(await listed({ top: 0 }), []);
  assert.deepEqual((await recommender.for({ ratings: ratings(6) }, { top: 3 })).items, (await user.recommend({ top: 3 })).items);
});

test('what is excluded is left out, and only what is asked for is chosen from', async () => {
  const names24 = fc.uniqueArray(fc.constantFrom(...names), { maxLength: 24 });
  const user = await recommender.user({ ratings: ratings(6) });
  const all = (await user.recommend({ top: 1000, rated: true })).items.map(({ item }) => item);
  await fc.assert(
    fc.asyncProperty(names24, fc.option(names24, { nil: undefined }), fc.nat({ max: 100 }), fc.boolean(), async (exclude, only, top, rated) => {
      const { items, unknown } = await user.recommend({ exclude, only, top, rated });
      const wanted = all.filter((item) => !exclude.includes(item) && (only?.includes(item) ?? true) && (rated || names.indexOf(item) >= 6));
      assert.deepEqual(items.map(({ item }) => item), wanted.slice(0, top));
      assert.deepEqual(unknown, []);
    }),
    { numRuns: 40, seed: 1 },
  );
});

test('top must be a number of items', async () => {
  for (const top of [-1, 1.5, NaN, Infinity]) await assert.rejects(recommender.for({}, { top }), { name: 'RangeError', message: `top says how many items to recommend, a whole number of at least 0, got ${top}.` });
});

test('without ratings there are recommendations too, and where all scores are equal they are what most people rated', async () => {
  const prior = await recommender.for({});
  assert.equal(prior.items.length, 10);
  const { recommender: flat } = served(learners.r2d2, raters);
  const counts = (await flat.for({}, { top: 90 })).items.map(({ item }) => catalogue.counts[names.indexOf(item)]);
  assert.deepEqual(counts, Array.from(catalogue.counts).sort((a, b) => b - a));
  await flat.release();
});

test('what users think differs with their ratings and with what they are', async () => {
  const [{ items: one }, { items: other }, { items: south }] = await Promise.all([
    recommender.for({ ratings: names.slice(0, 8).map((item, i) => ({ item, rating: i % 2 ? 5 : 1 })) }),
    recommender.for({ ratings: names.slice(0, 8).map((item, i) => ({ item, rating: i % 2 ? 1 : 5 })) }),
    recommender.for({ ratings: names.slice(0, 8).map((item, i) => ({ item, rating: i % 2 ? 5 : 1 })), attributes: { region: 'south' } }),
  ]);
  assert.notDeepEqual(one, other);
  assert.notDeepEqual(one, south);
});

test('names that the catalogue does not have are passed over and named; attributes that it does not know change nothing', async () => {
  const given = { ratings: [...ratings(5), { item: 'no such', rating: 4 }], attributes: { region: 'the moon', age: 31, moods: ['glad', 7], none: null } };
  const user = await recommender.user(given);
  assert.deepEqual(user.unknown, ['no such']);
  const plain = await recommender.user({ ratings: ratings(5) });
  assert.deepEqual([...(await user.rate(names))], [...(await plain.rate(names))]);
  assert.deepEqual([...(await user.rate(['never heard of', names[3], 'nor of this']))], [NaN, ...(await plain.rate([names[3]])), NaN]);
  const { items, unknown } = await user.recommend({ exclude: ['nor this'], only: ['nor that', names[7]] });
  assert.deepEqual(items.map(({ item }) => item), [names[7]]);
  assert.deepEqual(unknown, ['no such', 'nor that', 'nor this']);
  assert.equal((await recommender.for({ ratings: [{ item: 'no such', rating: 4 }] })).items.length, 10);
});

test('ratings out of scale, missing ones and such as are no numbers are refused with the item and the scale', async () => {
  const cases = [[{ item: 'item 3', rating: 6 }, 'is 6'], [{ item: 'item 3', rating: 0.5 }, 'is 0.5'], [{ item: 'item 3', rating: NaN }, 'is NaN'], [{ item: 'item 3', rating: '4' }, 'is "4"'], [{ item: 'item 3' }, 'is missing']] as const;
  const user = await recommender.user();
  for (const [rating, told] of cases) {
    const refused = { name: 'RangeError', message: `The rating of item 3 ${told}: ratings of raters are numbers from 1 to 5.` };
    await assert.rejects(recommender.for({ ratings: [rating as GivenRating] }), refused);
    await assert.rejects(user.add([rating as GivenRating]), refused);
  }
  await assert.rejects(recommender.for({ ratings: [{ item: 3 as never, rating: 3 }] }), { message: "A rating names its item, got 3 of the type number: give the item's name as a string." });
});

test('of an item that was rated twice the last rating counts', async () => {
  const [once, twice] = await Promise.all([[...ratings(4, 1), { item: names[0], rating: 5 }], [{ item: names[0], rating: 1 }, ...ratings(4, 1), { item: names[0], rating: 5 }]].map((given) => recommender.user({ ratings: given })));
  assert.deepEqual(twice.ratings, once.ratings);
  assert.deepEqual([...(await twice.rate(names))], [...(await once.rate(names))]);
});

for (const [name, inner] of Object.entries(learners)) {
  test(`${name}: ratings that are added make the user that they would have made at once, also where they take the place of others`, async () => {
    const { recommender: own } = served(inner, raters);
    const parts = [ratings(5), ratings(1, 5), ratings(4, 6), [], [{ item: names[2], rating: 5 }, { item: names[40], rating: 2 }]];
    let user = await own.user({ ratings: parts[0], attributes: { region: 'east' } });
    for (const [i, part] of parts.entries()) {
      if (i > 0) user = await user.add(part);
      const whole = await own.user({ ratings: parts.slice(0, i + 1).flat(), attributes: { region: 'east' } });
      assert.deepEqual(user.ratings, whole.ratings);
      assertClose([...(await user.rate(names))], [...(await whole.rate(names))], 1e-4);
    }
    await own.release();
  });
}

test('a user that is added to stays as it was', async () => {
  const before = await recommender.user({ ratings: ratings(5) });
  const scores = [...(await before.rate(names))];
  const after = await before.add(ratings(5, 30));
  assert.notDeepEqual([...(await after.rate(names))], scores);
  assert.deepEqual([...(await before.rate(names))], scores);
  assert.equal(before.ratings.length, 5);
});

test('a user is saved in a few hundred bytes and is the same when loaded, by another recommender too', async () => {
  const user = await recommender.user({ ratings: [...ratings(19), { item: 'not here yet', rating: 4 }], attributes: { region: 'west' } });
  const bytes = user.save();
  assert.ok(bytes.length < 500, `${bytes.length} bytes`);
  const { recommender: again } = served(learners.alpaca, raters);
  const loaded = await again.load(bytes);
  assert.deepEqual([loaded.ratings, loaded.attributes, loaded.unknown], [user.ratings, user.attributes, ['not here yet']]);
  assertClose([...(await loaded.rate(names))], [...(await user.rate(names))], 1e-6);
  await again.release();

  const { theta } = served(learners.alpaca, raters);
  const later = recommend({ catalogue: catalogue.with({ name: 'not here yet', attributes: { year: 2020 } }), inner: learners.alpaca, theta });
  assert.deepEqual((await later.load(bytes)).unknown, []);
  await later.release();
});

test('many users at once get what each would get alone', async () => {
  const users = Array.from({ length: 60 }, (_, i) => ({ ratings: ratings(i % 23, i % 40), attributes: { region: ['north', 'south'][i % 2] } }));
  const alone: Recommendations[] = [];
  for (const user of users) alone.push(await recommender.for(user));
  const { recommender: fresh } = served(learners.alpaca, raters);
  const together = await Promise.all(users.map((user) => fresh.for(user)));
  together.forEach(({ items }, i) => {
    assert.deepEqual(items.map(({ item }) => item), alone[i].items.map(({ item }) => item));
    assertClose(items.map(({ score }) => score), alone[i].items.map(({ score }) => score), 1e-6);
  });
  await fresh.release();
  assert.equal((await fresh.for(users[0])).items.length, 10, 'a recommender that was released works again');
  await fresh.release();
});

test('an item that was just listed is recommended by what is known of it', async () => {
  const { theta } = served(learners.alpaca, raters);
  const wider = catalogue.with({ name: 'new', title: 'A new film', attributes: { genres: ['drama'], year: 1999 } }, { name: 'nothing known' });
  const own = recommend({ catalogue: wider, inner: learners.alpaca, theta });
  const { items, unknown } = await own.for({ ratings: [...ratings(6), { item: 'new', rating: 5 }] }, { only: ['new', 'nothing known'], rated: true });
  assert.deepEqual(unknown, []);
  assert.deepEqual(items.map(({ title }) => title).sort(), ['A new film', 'nothing known']);
  const user = await own.user({ ratings: ratings(6) });
  assertClose([...(await user.rate(names))], [...(await (await recommender.user({ ratings: ratings(6) })).rate(names))], 1e-5);
  await own.release();
});
