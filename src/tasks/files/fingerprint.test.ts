import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fingerprint, fingerprintAll } from './index.js';

test('a fingerprint is the sum that sha256sum prints', () => {
  assert.equal(fingerprint('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

test('the fingerprint of many pieces depends on names, contents and where one ends', () => {
  const sums = [
    [['a', 'xy'], ['b', 'z']],
    [['a', 'x'], ['b', 'yz']],
    [['a', 'xy'], ['c', 'z']],
    [['b', 'z'], ['a', 'xy']],
  ].map((pieces) => fingerprintAll(pieces.map(([name, text]) => [name, fingerprint(text)] as const)));
  assert.equal(new Set(sums).size, 4);
});
