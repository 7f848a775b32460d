import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharedData as data, withoutSharedData as skip } from '../../testing/shared-data.js';
import { movieTweetings, ratingsOf } from '../index.js';

test('the snapshot has the counts of its README, and no faults', { skip }, () => {
  const ratings = movieTweetings({ data });
  assert.deepEqual([ratings.item.length, ratings.users.count, ratings.items.count], [100000, 16554, 10506]);
  const counts = Array.from({ length: ratings.users.count }, (_, user) => ratingsOf(ratings, user));
  assert.deepEqual([10, 13, 20].map((least) => counts.filter((count) => count >= least).length), [2583, 1990, 1154]);
  assert.equal(Math.max(...counts), 320);
  assert.deepEqual(ratings.scale, { low: 0, high: 10, levels: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] });
  assert.deepEqual([ratings.report!.faults, ratings.warnings], [[], []]);
  assert.deepEqual(ratings.source.files, {
    'ratings.dat': 'c0dd868c2632d10002ebc928ddc5345f33adeaa59eca52c2941c26a2c5e36fd6',
    'movies.dat': 'e63fb84bc734e3c574f135634a40d3cbafab22b8f94f5fc0b80f80d1d2076efc',
  });
});

test('films keep the seven digits of their numbers, and have titles, years and genres', { skip }, () => {
  const { items, titles, itemAttributes, users, starts, item, rating, time } = movieTweetings({ data });
  const film = items.indexOf('0002844')!;
  assert.equal(titles![film], "Fantômas - À l'ombre de la guillotine (1913)");
  assert.equal(items.indexOf('2844'), undefined);
  const [year, genres] = itemAttributes;
  assert.equal(year.kind === 'number' && year.values[film], 1913);
  assert.equal(genres.kind === 'categories' && genres.values.length, 25);
  assert.deepEqual(genres.kind === 'categories' && [...genres.codes.slice(genres.starts[film], genres.starts[film + 1])].map((code) => genres.values[code - 1]), ['Crime', 'Drama']);
  assert.equal(genres.kind === 'categories' && Array.from({ length: items.count }, (_, each) => genres.starts[each + 1] - genres.starts[each]).filter((count) => count === 0).length, 66);
  const first = starts[users.indexOf('1')!];
  assert.deepEqual([items.nameOf(item[first]), rating[first], time[first]], ['1074638', 7, 1365029107]);
});

test('missing data are reported with the places and the address', () => {
  assert.throws(() => movieTweetings({ data: '/nowhere' }), /no ratings\.dat and movies\.dat in .*nowhere.*github\.com\/sidooms\/MovieTweetings/);
});
