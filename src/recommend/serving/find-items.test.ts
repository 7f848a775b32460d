import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { namesOf } from '../names.js';
import { catalogue as catalogueFrom } from './catalogue.js';
import { findItems } from './find-items.js';

const films: readonly (readonly [title: string, rated: number])[] = [
  ['The Matrix (1999)', 90], ['The Matrix Reloaded (2003)', 50], ['Titanic (1953)', 3], ['Titanic (1997)', 80], ['Le fabuleux destin d\'Amélie Poulain (2001)', 40],
  ['City of Lost Children, The (Cité des enfants perdus, La) (1995)', 9], ['WALL·E (2008)', 60], ['Fast & Furious (2009)', 20], ['L\'avventura (1960)', 5], ['1984 (1984)', 6],
  ['The The', 1], ['!!!', 2], ['Up (2009)', 70], ['The Lord of the Rings: The Fellowship of the Ring (2001)', 85], ['The Lord of the Rings: The Two Towers (2002)', 84], ['Æon Flux (2005)', 4], ['Ночной дозор (2004)', 8],
];
const catalogue = catalogueFrom({
  name: 'films', columns: [], ratingTarget: { kind: 'taken' }, negatives: 4, dataItems: films.length, scale: { low: 0, high: 1 }, items: namesOf(films.map((_, i) => `tt${i}`)), titles: films.map(([title]) => title),
  rows: { data: new Float32Array(0), shape: [films.length, 0], dtype: 'float32' }, counts: Int32Array.from(films, ([, rated]) => rated),
});
const exactly = (title: string): string[] => findItems(catalogue, title, { most: 9 }).filter(({ exact }) => exact).map((found) => found.title);

test('case, accents, signs, articles and the year make no difference', () => {
  for (const title of ['The Matrix', 'matrix', 'Matrix, The', 'THE  MATRIX (1999)', 'Matrix, The (1999)', 'the matrix (2001)']) assert.deepEqual(exactly(title), ['The Matrix (1999)'], title);
  const others = [['le fabuleux destin d’amelie poulain', 4], ['wall-e', 6], ['Fast and Furious', 7], ["Avventura, L'", 8], ['l avventura', 8], ['avventura', 8], ['1984', 9], ['the the', 10], ['!!!', 11], ['UP', 12], ['НОЧНОЙ ДОЗОР', 16]] as const;
  for (const [title, at] of others) assert.deepEqual(exactly(title), [films[at][0]], title);
});

test('either of two titles finds an item', () => {
  for (const title of ['The City of Lost Children', 'La cité des enfants perdus', 'City of Lost Children, The (Cité des enfants perdus, La)']) assert.deepEqual(exactly(title), [films[5][0]], title);
});

test('of items with one title the year chooses, without it the one that more people rated comes first', () => {
  assert.deepEqual(exactly('Titanic'), ['Titanic (1997)', 'Titanic (1953)']);
  assert.deepEqual(exactly('titanic (1953)'), ['Titanic (1953)']);
  assert.deepEqual(exactly('Titanic (2012)'), ['Titanic (1997)', 'Titanic (1953)']);
});

test("an item's own name finds it", () => {
  assert.deepEqual(findItems(catalogue, 'tt6'), [{ item: 'tt6', title: 'WALL·E (2008)', exact: true, likeness: 1 }]);
});

test('what is misspelt or cut short is offered, and what is like nothing is not', () => {
  const near = (title: string): string[] => findItems(catalogue, title).map((found) => {
    assert.equal(found.exact, false);
    return found.title;
  });
  assert.equal(near('Matirx')[0], 'The Matrix (1999)');
  assert.deepEqual(near('lord of the rings'), [films[14][0], films[13][0]]);
  assert.deepEqual(near('fellowship ring'), [films[13][0]]);
  assert.deepEqual(near('Amelie'), [films[4][0]]);
  for (const title of ['Casablanca', '', '   ', '(1999)', 'zzzz']) assert.deepEqual(near(title), [], title);
  assert.equal(findItems(catalogue, 'lord of the rings', { most: 1 }).length, 1);
});

test('every title finds its item, and first of all where nothing else has it', () => {
  fc.assert(fc.property(fc.constantFrom(...films.keys()), fc.boolean(), fc.boolean(), (item, upper, composed) => {
    const written = composed ? films[item][0].normalize('NFD') : films[item][0];
    const [found] = findItems(catalogue, upper ? written.toUpperCase() : written);
    assert.deepEqual([found.item, found.exact], [`tt${item}`, true]);
  }), { seed: 6 });
});

test('a title of five letters or more with one wrong, missing or added is offered', () => {
  const long = [...films.keys()].filter((item) => films[item][0].replace(/\(\d{4}\)/, '').length >= 9);
  fc.assert(fc.property(fc.constantFrom(...long), fc.nat(), fc.constantFrom('wrong', 'missing', 'added'), fc.constantFrom(...'qxz'), (item, place, kind, letter) => {
    const title = films[item][0].replace(/ \(\d{4}\)$/, '');
    const at = place % title.length;
    const changed = title.slice(0, at) + (kind === 'missing' ? '' : letter) + title.slice(kind === 'added' ? at : at + 1);
    assert.ok(findItems(catalogue, changed, { most: 9 }).some((found) => found.item === `tt${item}`), changed);
  }), { seed: 7, numRuns: 300 });
});

test('no text makes it fail, and likeness is from 0 to 1', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (title) => {
    for (const { likeness } of findItems(catalogue, title)) assert.ok(likeness >= 0 && likeness <= 1);
  }), { seed: 8, numRuns: 300 });
});
