import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync, strToU8 } from 'fflate';
import fc from 'fast-check';
import { decodeUser, encodeUser, UserStateError } from './user-state.js';

const written = (value: unknown): Uint8Array => deflateSync(strToU8(JSON.stringify(value)));

test('any user that is written is read as it was', () => {
  const ratings = fc.array(fc.record({ item: fc.string({ unit: 'grapheme' }), rating: fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0) }));
  const attributes = fc.dictionary(fc.string().filter((name) => name !== '__proto__'), fc.oneof(fc.string(), fc.integer(), fc.array(fc.string())), { noNullPrototype: true });
  fc.assert(fc.property(ratings, attributes, (given, about) => {
    const user = { ratings: given.map(({ item, rating }) => ({ item, rating: rating === 0 ? 0 : rating })), attributes: about };
    assert.deepEqual(decodeUser(encodeUser(user)), user);
  }), { numRuns: 200, seed: 4 });
});

test('20 ratings are under 500 bytes, also of items with names as long and as random as they come', () => {
  const hexadecimal = (i: number): string => Array.from({ length: 32 }, (_, at) => ((i * 7919 + at * 104729 + ((i * at) ** 2 % 61)) % 16).toString(16)).join('').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  for (const nameOf of [(i: number) => `tt${(1_000_003 * i) % 9_999_991}`, hexadecimal]) {
    const bytes = encodeUser({ ratings: Array.from({ length: 20 }, (_, i) => ({ item: nameOf(i), rating: 0.5 * (1 + ((i * 7) % 10)) })) });
    assert.ok(bytes.length < 500, `${bytes.length} bytes`);
  }
});

test('bytes that were cut short, or are something else, are refused', () => {
  const bytes = encodeUser({ ratings: Array.from({ length: 20 }, (_, i) => ({ item: `item ${i}`, rating: i })) });
  const message = /^These \d+ bytes are not a user that was saved, or were cut short: give what save\(\) returned\.$/;
  for (let length = 0; length < bytes.length; length++) assert.throws(() => decodeUser(bytes.subarray(0, length)), { name: 'UserStateError', message });
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (any) => assert.throws(() => decodeUser(any), UserStateError)), { numRuns: 300, seed: 5 });
  for (const value of [{}, 7, [1], [1, ['a'], [], {}], [1, ['a'], ['b'], {}], [1, [1], [1], {}], [1, [], [], null], [1, [], [], []]]) assert.throws(() => decodeUser(written(value)), { message });
  assert.throws(() => decodeUser(written([2, [], [], {}])), { message: 'The user was saved as version 2, and this library reads version 1: load it with the one that saved it.' });
});

test('a few bytes that would unpack to very many are refused without unpacking them all', () => {
  const bomb = deflateSync(strToU8(`[1,["${'a'.repeat(5_000_000)}"],[1],{}]`), { level: 9 });
  assert.throws(() => decodeUser(bomb), UserStateError);
});
