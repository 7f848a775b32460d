import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { metalearn } from '../../testing/command-line.js';
import { post, send } from '../../testing/http.js';
import { openRecommender } from '../ratings/open-recommender.js';
import { usualLimits } from './limits.js';
import { serveRun, type Serving } from './serve-run.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-serve-ratings-'));
const run = join(folder, 'run');
let serving: Serving;
let url: string;

before(async () => {
  const { code, stderr } = await metalearn(['train', 'raters', '--meta-batch', '4', '--iterations', '2', '--workers', '0', '--out', run]);
  assert.equal(code, 0, stderr);
  serving = await serveRun({ run, host: '127.0.0.1', port: 0, workers: 1, limits: { ...usualLimits, examples: 30, rate: Infinity } });
  url = serving.url;
});
after(async () => {
  await serving?.stop(1000);
  rmSync(folder, { recursive: true, force: true });
});

const ratings = [{ item: 'item 3', rating: 5 }, { item: 'item 8', rating: 1 }, { item: 'never listed', rating: 4 }];
const attributes = { region: 'north' };

describe('a served run of ratings', () => {
  it('recommends as the library does, to users that are stored and to others', async () => {
    const recommender = await openRecommender(run);
    const wanted = await recommender.for({ ratings, attributes }, { top: 5, exclude: ['item 1'] });
    await recommender.release();
    const once = await post(url, '/recommend', { ratings, attributes, top: 5, exclude: ['item 1'] });
    assert.deepEqual([once.status, once.body], [200, { items: wanted.items, unknown: ['never listed'] }]);
    const { learner, examples, unknown } = (await post(url, '/adapt', { ratings, attributes })).body;
    assert.deepEqual([examples, unknown], [3, ['never listed']]);
    assert.deepEqual((await post(url, '/recommend', { learner, top: 5, exclude: ['item 1'] })).body.items, wanted.items);
  });

  it('recommends to a user of whom nothing is known, and from some items only', async () => {
    const { items } = (await post(url, '/recommend', {})).body;
    assert.equal(items.length, 10);
    const few = (await post(url, '/recommend', { ratings: [{ item: 'item 3', rating: 5 }], only: ['item 3', 'item 4', 'item 5'] })).body.items;
    assert.deepEqual(few.map(({ item }: { item: string }) => item).sort(), ['item 4', 'item 5']);
  });

  it('predicts ratings of items by name, and says which it does not have', async () => {
    const { body } = await post(url, '/predict', { support: { ratings }, items: ['item 1', 'no such item'] });
    assert.deepEqual(body.ratings.map(({ item }: { item: string }) => item), ['item 1', 'no such item']);
    assert.ok(body.ratings[0].rating >= 1 && body.ratings[0].rating <= 5);
    assert.equal(body.ratings[1].rating, null);
  });

  it('adds ratings to a user, as if all had been given at once', async () => {
    const { learner } = (await post(url, '/adapt', { ratings: ratings.slice(0, 1), attributes })).body;
    const grown = await post(url, `/learners/${learner}/examples`, { ratings: ratings.slice(1) });
    assert.equal(grown.body.examples, 3);
    const [stored, once] = await Promise.all([post(url, '/recommend', { learner, top: 8 }), post(url, '/recommend', { ratings, attributes, top: 8 })]);
    const scores = ({ body }: typeof stored): number[] => body.items.map(({ score }: { score: number }) => score);
    scores(stored).forEach((score, i) => assert.ok(Math.abs(score - scores(once)[i]) < 1e-3, `${score}, ${scores(once)[i]}`));
  });

  it('counts a rating of the same item for one, as only the last counts, and keeps no end of them', async () => {
    const { learner } = (await post(url, '/adapt', { ratings })).body;
    const again = async (): ReturnType<typeof post> => post(url, `/learners/${learner}/examples`, { ratings: Array(30).fill(ratings[0]) });
    for (let time = 0; time < 15; time++) assert.deepEqual(await again().then(({ status, body }) => [status, body.examples]), [200, 3]);
    const { status, body } = await again();
    assert.equal(status, 400);
    assert.match(body.error, /would have been told 483 ratings.*480 is the most.*POST \/adapt/);
  });

  it('refuses what makes no sense, in a sentence', async () => {
    const { learner } = (await post(url, '/adapt', { ratings })).body;
    for (const [path, body, said] of [
      ['/adapt', { ratings: [{ item: 'item 3', rating: 99 }] }, /The rating of item 3 is 99: ratings of raters are numbers from 1 to 5/],
      ['/adapt', { ratings: [{ item: 'item 3' }] }, /The rating of item 3 is missing/],
      ['/adapt', { ratings: [{ item: 'item 3', rating: '5' }] }, /ratings\[0\]\.rating is refused: expected number, received string/],
      ['/adapt', { ratings: [{ rating: 5 }] }, /has no ratings\[0\]\.item: give it, a string/],
      ['/adapt', { ratings: Array(31).fill(ratings[0]) }, /ratings is refused: .*30/],
      ['/adapt', { ratings, attributes: { region: { deep: 1 } } }, /attributes\.region is refused: expected text, a number, a list of these or null\./],
      ['/recommend', { ratings, top: 0 }, /top is refused: .*at least 1/],
      ['/recommend', { ratings, top: 1.5 }, /top is refused: expected a whole number/],
      ['/recommend', { ratings, exclude: 'item 3' }, /exclude is refused: expected array/],
      ['/recommend', { learner, ratings }, /has both learner and ratings/],
      ['/recommend', { ratings, most: 3 }, /has a field "most"/],
      ['/predict', { learner, items: [] }, /items is refused/],
      [`/learners/${learner}/examples`, { ratings: [], attributes }, /Attributes are given with the first ratings/],
      [`/learners/${learner}/examples`, { ratings: Array.from({ length: 28 }, (_, i) => ({ item: `item ${i + 20}`, rating: 3 })) }, /would have 31 ratings, and 30 is the most/],
    ] as const) {
      const answer = await post(url, path, body);
      assert.equal(answer.status, 400, JSON.stringify(answer.body));
      assert.match(answer.body.error, said);
    }
    assert.equal((await send(url, 'GET', `/learners/${learner}`)).body.examples, 3, 'nothing of it was stored');
  });

  it('takes a few hundred bytes for a user of twenty ratings', async () => {
    const twenty = Array.from({ length: 20 }, (_, i) => ({ item: `item ${i + 1}`, rating: 1 + (i % 5) }));
    const log = join(run, 'served', 'learners.log');
    const before = readFileSync(log).length;
    await post(url, '/adapt', { ratings: twenty });
    assert.ok(readFileSync(log).length - before < 1000);
  });
});
