import { test } from 'node:test';
import { assertClose } from '../../testing/close.js';
import { served, smallRaters, valueLearners } from '../../testing/served-learners.js';

const raters = smallRaters();
const names = Array.from({ length: raters.catalogue.items.count }, (_, item) => raters.catalogue.items.nameOf(item));
const known = { ratings: names.slice(0, 9).map((item, i) => ({ item, rating: 1 + (i % 5) })), attributes: { region: 'south' } };

test('on WebAssembly scores are those of the native runtime', async () => {
  const { maml, alpaca } = valueLearners(raters.width);
  for (const inner of [maml, alpaca]) {
    const recommenders = [served(inner, raters).recommender, served(inner, raters, 'wasm').recommender];
    const [native, web] = await Promise.all(recommenders.map((each) => each.user(known)));
    assertClose([...(await web.rate(names))], [...(await native.rate(names))], 1e-4);
    const best = await web.recommend({ top: 90 });
    assertClose(best.items.map(({ score }) => score), [...(await native.rate(best.items.map(({ item }) => item)))], 1e-4);
    await Promise.all(recommenders.map((each) => each.release()));
  }
});
