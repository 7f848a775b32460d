import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, test } from 'node:test';
import fc from 'fast-check';
import { expectedText, ratingsAsText, tableBytes, temporaryFolder } from '../../testing/rating-files.js';
import { describeSchema, inferSchema, ratingsFile } from '../index.js';

const folder = temporaryFolder();
after(() => folder.remove());

const header = ['userId', 'movieId', 'rating', 'timestamp'];
const names = (prefix: string) => fc.oneof(fc.nat(40).map(String), fc.nat(9).map((number) => `00${number}`), fc.string({ unit: fc.constantFrom('a', 'B', 'é', 'ü', '7', '-'), minLength: 1, maxLength: 4 }).map((text) => `${prefix}${text}`));
const differ = (rows: readonly { readonly rating: number }[]): boolean => rows.some(({ rating }) => rating !== rows[0].rating);
const written = fc.array(fc.record({ user: names('u'), item: names('i'), rating: fc.integer({ min: 0, max: 10 }).map((half) => half / 2), time: fc.integer({ min: 8e8, max: 8e8 + 20 }) }), { minLength: 2, maxLength: 40 }).filter(differ);
const writing = fc.record({
  separator: fc.constantFrom(',', ';', '\t', '|', '::'),
  encoding: fc.constantFrom('utf-8' as const, 'latin-1' as const),
  lineEnd: fc.constantFrom('\n' as const, '\r\n' as const),
  header: fc.constantFrom(header, undefined),
});

test('ratings come back, however they are written, with nothing said of how', () => {
  fc.assert(
    fc.property(written, writing, fc.boolean(), (rows, how, mark) => {
      const cells = rows.map(({ user, item, rating, time }) => [user, item, String(rating), String(time)]);
      const ratings = ratingsFile(folder.write('ratings.txt', tableBytes(cells, { ...how, mark: mark && how.encoding === 'utf-8' })));
      assert.deepEqual(ratingsAsText(ratings), expectedText(rows));
      assert.equal(ratings.report!.rows, rows.length);
      assert.equal(ratings.report!.kept, ratings.item.length);
      assert.ok(ratings.report!.faults.every(({ kind }) => kind === 'duplicate' || kind === 'contradiction'));
    }),
  );
});

test('ratings with a decimal comma come back where commas separate no cells, as spreadsheets of many countries write them', () => {
  // Beside a decimal comma in each line, bars are only told from commas by the schema.
  const separated = writing.filter(({ separator }) => separator !== ',' && separator !== '|');
  fc.assert(
    fc.property(written, separated, (rows, how) => {
      const cells = rows.map(({ user, item, rating, time }) => [user, item, rating.toFixed(1).replace('.', ','), String(time)]);
      assert.deepEqual(ratingsAsText(ratingsFile(folder.write('ratings.csv', tableBytes(cells, how)))), expectedText(rows));
    }),
    { numRuns: 50 },
  );
  const bars = ratingsFile(folder.write('bars.txt', 'u|a|4,5\nu|b|3,0\n'), { schema: { ratings: { separator: '|' } } });
  assert.deepEqual([...bars.rating], [4.5, 3]);
  const thousands = ratingsFile(folder.write('steam.csv', 'user\tgame\trating\nu\ta\t4.5\nu\tb\t1,234,567\nu\tc\t3\n'));
  assert.deepEqual([[...thousands.rating], thousands.report!.faults.map(({ kind }) => kind)], [[4.5, 3], ['notANumber']]);
});

test('quoted cells come back, line ends in an unused one included', () => {
  fc.assert(
    fc.property(written, fc.constantFrom(',', ';', '\t'), fc.constantFrom('\n' as const, '\r\n' as const), (rows, separator, lineEnd) => {
      const cells = rows.map(({ user, item, rating, time }) => [String(rating), `said "${user}"${separator}\nand so on`, String(time), item, user]);
      const ratings = ratingsFile(folder.write('ratings.csv', tableBytes(cells, { separator, lineEnd, quoted: true, header: ['stars', 'review', 'date', 'productId', 'reviewer'] })));
      assert.deepEqual(ratingsAsText(ratings), expectedText(rows));
    }),
    { numRuns: 50 },
  );
});

test('columns are known by their names, in any order, and what is inferred can be shown', () => {
  const file = folder.write('books.csv', 'ISBN;Book-Rating;User-ID;Comment\n000x;5;u1;good\n000y;3;u1;fair\n');
  const schema = inferSchema(file);
  assert.deepEqual(schema.ratings.columns.map(({ kind }) => kind), ['item', 'rating', 'user', 'ignore']);
  assert.equal(
    describeSchema(schema),
    'ratings: separated by semicolons, UTF-8, the first line names the columns\n  ISBN         item\n  Book-Rating  rating\n  User-ID      user\n  Comment      not used',
  );
  const { report, time, name } = ratingsFile(file);
  assert.deepEqual([...time], [2, 3]);
  assert.equal(name, 'books');
  assert.match(report!.notes.join(), /no column of times/);
});

test('without a rating, or where all are equal, feedback is implicit', () => {
  const clicks = ratingsFile(folder.write('clicks.tsv', 'session\tproduct\twhen\na\tx\t2013-08-31 10:00:00\na\ty\t2013-08-31 09:00:00\nb\tx\t2013-08-30\n'));
  assert.equal(clicks.feedback, 'implicit');
  assert.deepEqual([...clicks.rating], [1, 1, 1]);
  assert.deepEqual(ratingsAsText(clicks).map((text) => text.slice(0, 5)), ['a 0 y', 'a 1 x', 'b 0 x']);
  assert.equal(clicks.time[1] - clicks.time[0], 3600);
  for (const mark of [1, 5]) {
    const marks = ratingsFile(folder.write('marks.csv', `user,item,rating\na,x,${mark}\nb,x,${mark}\n`));
    assert.deepEqual([marks.feedback, marks.scale, [...marks.rating]], ['implicit', { low: 0, high: 1, levels: [0, 1] }, [1, 1]]);
  }
  assert.equal(ratingsFile(folder.write('marks.csv', 'user,item,rating\na,x,5\nb,x,5\n'), { schema: { ratings: { scale: { low: 1, high: 5 } } } }).feedback, 'explicit');
  assert.equal(ratingsFile(folder.write('stars.csv', 'user,item,rating\na,x,1\nb,x,2\n')).feedback, 'explicit');
  const sold = ratingsFile(folder.write('sold.csv', 'customer_id,product_id,price,date\na,x,1,11.8.2013\nb,x,2,1.9.2013\n'));
  assert.equal(sold.feedback, 'implicit', 'a price is no rating');
  assert.match(sold.warnings.join(), /no column of ratings.*no column of times.*"date" is not read as times.*"timeUnit": "day-first"/);
  const dated = ratingsFile(folder.write('dated.csv', 'customer_id,product_id,price,date\na,x,1,31.8.2013\nb,x,2,1.9.2013\n'));
  assert.equal(dated.time[1] - dated.time[0], 86_400);
});

test('what a user says of the file is taken, from an object or a file, and the inferred schema itself is such a thing', () => {
  const file = folder.write('odd.txt', '5 x a 1365029107000\n3 y a 1365029107500\n9 y b 1\n');
  const schema = { ratings: { separator: ' ', header: false, timeUnit: 'ms', scale: { low: 1, high: 5 }, columns: { 'column 1': 'rating', 'column 2': { kind: 'item', name: 'what' }, 'column 3': 'user' } } } as const;
  const ratings = ratingsFile(file, { schema });
  assert.deepEqual(ratingsAsText(ratings), ['a 0 x 5 1365029107', 'a 1 y 3 1365029107.5']);
  assert.deepEqual(ratings.scale, { low: 1, high: 5, levels: [3, 5] });
  const shown = inferSchema(file, { schema });
  assert.deepEqual(shown.ratings.columns[1], { name: 'what', kind: 'item' });
  assert.deepEqual(inferSchema(file, { schema: shown }), shown);
  assert.deepEqual(ratingsFile(file, { schema: folder.write('schema.json', JSON.stringify(shown)) }).source, { ...ratings.source });
});

test('what is said wrongly is refused in words', () => {
  const file = folder.write('plain.csv', 'user,item,rating\na,x,1\nb,x,2\n');
  assert.throws(() => ratingsFile(file, { schema: { ratings: { columns: { stars: 'rating' } } } }), /plain\.csv has no column "stars", of which the schema speaks\. It has "user", "item", "rating"/);
  assert.throws(() => ratingsFile(file, { schema: { ratings: { columns: { user: 'ignore', rating: 'ignore' } } } }), /plain\.csv has no column of the kind "user"/);
  assert.throws(() => ratingsFile(file, { schema: { rating: {} } as object }), /The schema of the ratings cannot be understood:[^]*rating/);
  assert.throws(() => ratingsFile(file, { schema: folder.write('bad.json', '{') }), /bad\.json is not JSON/);
  assert.throws(() => ratingsFile(file, { schema: 'none.json' }), /none\.json does not exist/);
  assert.throws(() => ratingsFile(file, { schema: { ratings: { scale: { low: 7, high: 9 } } } }), /plain\.csv has no rating from 7 to 9/);
});

test('the sums of the files and the schema stand in the source', () => {
  const file = folder.write('sums.csv', 'user,item,rating\na,x,1\nb,x,2\n');
  const { source } = ratingsFile(file);
  assert.deepEqual(source.files, { ratings: createHash('sha256').update(readFileSync(file)).digest('hex') });
  assert.deepEqual(source.schema, inferSchema(file));
});

test('ids such as "user1" in the first line are no header', () => {
  const { report, users } = ratingsFile(folder.write('taken.csv', 'user1,item1\nuser2,item1\nuser2,item2\n'));
  assert.deepEqual([report!.rows, report!.kept, users.nameOf(0)], [3, 3, 'user1']);
  assert.equal(ratingsFile(folder.write('taken.csv', 'user,item\nuser1,item1\nuser2,item2\n')).report!.rows, 2);
});
