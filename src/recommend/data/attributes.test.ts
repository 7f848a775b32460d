import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import fc from 'fast-check';
import type { Attribute } from '../attributes.js';
import { tableBytes, temporaryFolder } from '../../testing/rating-files.js';
import { describeSchema, inferSchema, ratingsFile } from '../index.js';
import { yearOf } from './title-years.js';

const folder = temporaryFolder();
after(() => folder.remove());

/** What an attribute says of a row, in words. */
function told(attribute: Attribute, row: number): unknown {
  if (attribute.kind === 'category') return attribute.codes[row] === 0 ? undefined : attribute.values[attribute.codes[row] - 1];
  if (attribute.kind === 'categories') return [...attribute.codes.slice(attribute.starts[row], attribute.starts[row + 1])].map((code) => attribute.values[code - 1]);
  return attribute.kind === 'number' ? attribute.values[row] : attribute.texts[row];
}

test('attributes of all kinds come back, in every encoding', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'B', 'é', ' ', '7'), maxLength: 5 }).map((text) => text.trim());
  const row = fc.record({ colour: fc.constantFrom('red', 'grün', ''), tags: fc.uniqueArray(fc.constantFrom('a', 'b c', 'é'), { maxLength: 3 }), price: fc.option(fc.integer({ min: -9, max: 99 })), about: word });
  const how = fc.record({ separator: fc.constantFrom(',', ';', '\t', '::'), encoding: fc.constantFrom('utf-8' as const, 'latin-1' as const), lineEnd: fc.constantFrom('\n' as const, '\r\n' as const), mark: fc.constant(false) });
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), how, fc.boolean(), (rows, writing, quoted) => {
      const cells = rows.map(({ colour, tags, price, about }, at) => [colour, `i${at}`, tags.join('|'), price === null ? '' : String(price), about]);
      const file = folder.write('ratings.csv', `user,item,rating\n${rows.map((_, at) => `u,i${at},${at}\n`).join('')}`);
      const items = folder.write('items.txt', tableBytes(cells, { ...writing, quoted: quoted && writing.separator.length === 1, header: ['colour', 'item', 'tags', 'price', 'about'] }));
      const columns = { colour: 'category', tags: { kind: 'categories', separator: '|' }, price: 'number', about: 'text' } as const;
      const { itemAttributes } = ratingsFile(file, { items, schema: { items: { columns, encoding: writing.encoding, separator: writing.separator, quotes: quoted && writing.separator.length === 1 } } });
      rows.forEach(({ colour, tags, price, about }, at) => {
        const [isColour, isTags, isPrice, isAbout] = itemAttributes.map((attribute) => told(attribute, at));
        assert.equal(isColour, colour || undefined);
        assert.deepEqual(isTags, [...tags].sort());
        assert.equal(isPrice, price ?? NaN);
        assert.equal(isAbout, about);
      });
    }),
  );
});

const film = (at: number): string => [`${100 + at}`, `"Film, the ${at}th (${1990 + (at % 30)})"`, ['Drama|War', 'Comedy', 'Drama', '(no genres listed)'][at % 4], 80 + at, ['de', 'fr'][at % 2], at % 3, `tt${at}x`, `a tale of ${at} people who meet`].join(',');
const films = `movieId,title,genres,runtime,country,class,imdbId,plot\n${Array.from({ length: 40 }, (_, at) => `${film(at)}\n`).join('')}`;

test('kinds of columns are inferred from their names and what they hold', () => {
  const file = folder.write('ratings.csv', `userId,movieId,rating\n${Array.from({ length: 40 }, (_, at) => `${at},${100 + at},${at % 5}\n`).join('')}`);
  const items = folder.write('films.csv', films);
  const schema = inferSchema(file, { items });
  assert.deepEqual(Object.fromEntries(schema.items!.columns.map(({ name, kind }) => [name, kind])), {
    movieId: 'id', title: 'title', genres: 'categories', runtime: 'number', country: 'category', class: 'category', imdbId: 'ignore', plot: 'text',
  });
  assert.match(describeSchema(schema), /items: separated by commas.*\n {2}movieId {2}id\n {2}title {4}title\n {2}genres {3}categories, separated by bars \(\|\)\n/);
  const { itemAttributes, titles } = ratingsFile(file, { items });
  assert.deepEqual(itemAttributes.map(({ name }) => name), ['year', 'genres', 'runtime', 'country', 'class', 'plot']);
  assert.equal(titles![3], 'Film, the 3th (1993)');
  assert.deepEqual([0, 1, 3].map((row) => told(itemAttributes[1], row)), [['Drama', 'War'], ['Comedy'], []]);
  assert.equal(told(itemAttributes[0], 3), 1993);
});

test('the column of ids is the one that shares them, whatever it is called and wherever it stands', () => {
  const file = folder.write('ratings.csv', 'user,item,rating\nann,x1,1\nbob,x2,2\nann,x2,3\n');
  const users = folder.write('people.csv', 'age,who\n31,bob\n28,ann\n45,cy\n');
  const { userAttributes } = ratingsFile(file, { users });
  assert.deepEqual(userAttributes.map(({ name, kind }) => [name, kind]), [['age', 'number']]);
  assert.deepEqual([0, 1].map((row) => told(userAttributes[0], row)), [28, 31]);
});

test('columns of zeros and ones are one attribute', () => {
  const file = folder.write('ratings.csv', 'user,item,rating\nann,x1,1\nbob,x2,2\n');
  const items = folder.write('flags.csv', 'item,war,love\nx1,1,0\nx2,1,1\nx3,0,0\n');
  const flag = { kind: 'flag', attribute: 'themes' } as const;
  const { itemAttributes } = ratingsFile(file, { items, schema: { items: { columns: { war: flag, love: flag } } } });
  assert.equal(itemAttributes.length, 1);
  assert.deepEqual([0, 1, 2].map((row) => told(itemAttributes[0], row)), [['war'], ['war', 'love'], []]);
  assert.throws(() => ratingsFile(file, { items, schema: { items: { columns: { war: 'flag' } } } }), /flags\.csv has the column "war", which the schema calls a flag, but not of which attribute/);
});

test('the year at the end of a title is read, or the first of a span', () => {
  assert.deepEqual(['The Matrix (1999)', '2001 (1968) ', 'Heroes (2006–2010)', 'Still on (2009- )'].map(yearOf), [1999, 1968, 2006, 2009]);
  for (const title of ['1984', 'Seven (se7en)', '(1999) The Matrix']) assert.ok(Number.isNaN(yearOf(title)), title);
});

test('a number that is too large for an attribute is none: it is counted, and unknown', () => {
  const file = folder.write('ratings.csv', 'user,item,rating\nu,a,1\nu,b,2\n');
  const items = folder.write('items.csv', 'item,price\na,1e39\nb,3e38\n');
  const { itemAttributes, report } = ratingsFile(file, { items, schema: { items: { columns: { price: 'number' } } } });
  assert.deepEqual([told(itemAttributes[0], 0), told(itemAttributes[0], 1)], [NaN, Math.fround(3e38)]);
  assert.deepEqual(report!.faults.map(({ kind, places }) => [kind, places[0].line, places[0].found]), [['notANumber', 2, '1e39']]);
});

test('amounts with a decimal comma are numbers where no comma separates cells, and a header above them is one', () => {
  const rows = Array.from({ length: 12 }, (_, at) => at);
  const ratings = (separator: string) => folder.write('comma-ratings.csv', ['Kunde', 'Artikel', 'Bewertung'].join(separator) + `\n${rows.map((at) => [`k${at % 3}`, `a${at}`, `${1 + (at % 4)},5`].join(separator)).join('\n')}\n`);
  const items = folder.write('comma-items.csv', `Artikel;Preis\n${rows.map((at) => `a${at};${at},99`).join('\n')}\n`);
  assert.equal(inferSchema(ratings(';')).ratings.header, true);
  const { itemAttributes: [price] } = ratingsFile(ratings(';'), { items, schema: { ratings: { columns: { Bewertung: 'rating' } } } });
  assert.equal(price.kind, 'number');
  assert.deepEqual(rows.map((at) => told(price, at)), rows.map((at) => Math.fround(at + 0.99)));
});
