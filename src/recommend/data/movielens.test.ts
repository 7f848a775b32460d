import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openZip, readBytes } from '../../tasks/files/index.js';
import { ratingsAsText, temporaryFolder } from '../../testing/rating-files.js';
import { sharedData as data, withoutSharedData as skip } from '../../testing/shared-data.js';
import { movieLens, type Ratings } from '../index.js';

const folder = temporaryFolder();
after(() => folder.remove());

/** Writes a data set of some files. */
function written(name: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = join(folder.path, name);
  mkdirSync(path);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content);
  return path;
}

const genresOf = ({ itemAttributes }: Ratings, item: number): string[] => {
  const genres = itemAttributes.find(({ name }) => name === 'genres')!;
  assert.equal(genres.kind, 'categories');
  return genres.kind === 'categories' ? [...genres.codes.slice(genres.starts[item], genres.starts[item + 1])].map((code) => genres.values[code - 1]) : [];
};

test('latest-small has the counts of its README, and no faults but films that nobody rated', { skip }, () => {
  const ratings = movieLens({ data });
  assert.deepEqual([ratings.item.length, ratings.users.count, ratings.items.count], [100836, 610, 9742]);
  assert.deepEqual(ratings.scale, { low: 0.5, high: 5, levels: [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5] });
  assert.deepEqual(ratings.report!.faults.map(({ kind, count }) => [kind, count]), [['unratedItem', 18]]);
  assert.deepEqual(ratings.warnings, []);
  assert.deepEqual(ratings.source.files, { 'ml-latest-small.zip': '474079253e586e6fe4ee823467654524a23aaaba5f67b5bcc1cb8701d6236556' });
  assert.equal([0.5, 5].map((star) => ratings.rating.filter((rating) => rating === star).length).join(), '1370,13211');
});

test('known rows of latest-small stand where they should', { skip }, () => {
  const ratings = movieLens({ data });
  const { users, items, starts, item, rating, time, titles } = ratings;
  const user = users.indexOf('1')!;
  const own = Array.from({ length: starts[user + 1] - starts[user] }, (_, at) => starts[user] + at);
  assert.equal(own.length, 232);
  assert.ok(own.slice(1).every((at) => time[at] >= time[at - 1]));
  const toyStory = items.indexOf('1')!;
  const at = own.find((each) => item[each] === toyStory)!;
  assert.deepEqual([rating[at], time[at], titles![toyStory]], [4, 964982703, 'Toy Story (1995)']);
  assert.deepEqual(genresOf(ratings, toyStory), ['Adventure', 'Animation', 'Children', 'Comedy', 'Fantasy']);
  assert.equal(titles![items.indexOf('11')!], 'American President, The (1995)');
  assert.deepEqual(genresOf(ratings, items.indexOf('156605')!), []);
  const year = ratings.itemAttributes.find(({ name }) => name === 'year')!;
  assert.deepEqual(year.kind === 'number' && [year.values[toyStory], year.values[items.indexOf('40697')!]], [1995, NaN]);
});

test('the unpacked folder is read like the archive, from --data as well', { skip }, () => {
  const archive = join(data, 'movielens-latest-small', 'ml-latest-small.zip');
  const zip = openZip(readBytes(archive), archive);
  const path = written('unpacked', Object.fromEntries(['ratings.csv', 'movies.csv'].map((name) => [name, zip.read(`ml-latest-small/${name}`)])));
  const [zipped, unpacked, named] = [movieLens({ folder: archive }), movieLens({ folder: path }), movieLens({ data: path })];
  assert.deepEqual([unpacked.item, unpacked.rating, unpacked.starts, unpacked.titles, unpacked.itemAttributes], [zipped.item, zipped.rating, zipped.starts, zipped.titles, zipped.itemAttributes]);
  assert.deepEqual(named.source, unpacked.source);
});

test('100K: tabs, bars, flags of genres, Latin-1, and what is known of users', () => {
  const flags = (...on: number[]): string => Array.from({ length: 19 }, (_, at) => (on.includes(at) ? 1 : 0)).join('|');
  const path = written('ml-100k', {
    'u.data': '196\t242\t3\t881250949\n186\t302\t3\t891717742\n196\t302\t5\t881250000\n',
    'u.item': Buffer.from(`242|Café "Kolya" (1996)|24-Jan-1997||http://us.imdb.com/M/title-exact?Kolya%20(1996)|${flags(5, 14)}\n302|L.A. Confidential (1997)|01-Jan-1997|||${flags(6, 10)}\n267|unknown||||${flags(0)}\n`, 'latin1'),
    'u.user': '196|49|M|writer|55105\n186|39|F|executive|00000\n3|23|M|writer|32067\n',
  });
  const ratings = movieLens({ folder: path });
  assert.equal(ratings.name, 'movielens-100k');
  assert.deepEqual(ratingsAsText(ratings), ['186 0 302 3 891717742', '196 0 302 5 881250000', '196 1 242 3 881250949']);
  assert.deepEqual(ratings.titles, ['Café "Kolya" (1996)', 'L.A. Confidential (1997)', 'unknown']);
  assert.deepEqual([0, 1, 2].map((item) => genresOf(ratings, item)), [['Comedy', 'Romance'], ['Crime', 'Film-Noir'], []]);
  assert.deepEqual(ratings.userAttributes.map(({ name, kind }) => [name, kind]), [['age', 'number'], ['gender', 'category'], ['occupation', 'category'], ['zip', 'category']]);
  assert.deepEqual(ratings.scale, { low: 1, high: 5, levels: [3, 5] });
});

test('1M: double colons, Latin-1, users; 10M: the same without users, UTF-8 and half stars', () => {
  const files = { 'ratings.dat': '1::1193::5::978300760\n1::661::3::978302109\n2::661::4::978298413\n', 'users.dat': '1::F::1::10::48067\n2::M::56::16::70072\n' };
  const films = '661::James and the Giant Péach (1996)::Animation|Children\'s\n1193::One Flew Over (1975)::Drama\n';
  const large = movieLens({ folder: written('ml-1m', { ...files, 'movies.dat': Buffer.from(films, 'latin1') }) });
  assert.deepEqual([large.name, large.users.count, large.titles![0]], ['movielens-1m', 2, 'James and the Giant Péach (1996)']);
  assert.deepEqual(large.userAttributes.map(({ name }) => name), ['gender', 'age', 'occupation', 'zip']);
  assert.deepEqual(genresOf(large, 0), ['Animation', "Children's"]);
  const larger = movieLens({ folder: written('ml-10m', { 'ratings.dat': files['ratings.dat'].replace('::5::', '::0.5::'), 'movies.dat': films }) });
  assert.deepEqual([larger.name, larger.scale.low, larger.titles![0], larger.userAttributes], ['movielens-10m', 0.5, 'James and the Giant Péach (1996)', []]);
});

test('missing data and folders of something else are refused', () => {
  const path = written('other', { 'notes.txt': 'nothing' });
  assert.throws(() => movieLens({ data: path }), /no ml-latest-small\.zip in .*Get it from https:\/\/files\.grouplens\.org/);
  assert.throws(() => movieLens({ folder: path }), /other holds no MovieLens data: neither ratings\.csv and movies\.csv/);
  assert.throws(() => movieLens({ folder: join(path, 'none') }), /none does not exist\. Name a folder or a zip archive/);
});
