import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { idTable } from './id-table.js';

const bytesOf = (name: string): Uint8Array => new TextEncoder().encode(name);

test('names are numbered as they come, found again, and kept apart', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ unit: 'grapheme', maxLength: 6 }), fc.nat(300).map(String)), { maxLength: 400 }), (names) => {
      const table = idTable();
      const numbers = new Map<string, number>();
      for (const name of names) {
        const bytes = bytesOf(`<${name}>`);
        if (!numbers.has(name)) numbers.set(name, numbers.size);
        assert.equal(table.add(bytes, 1, bytes.length - 1), numbers.get(name));
      }
      assert.equal(table.count, numbers.size);
      for (const [name, number] of numbers) {
        assert.equal(table.nameOf(number), name);
        assert.equal(table.indexOf(name), number);
      }
      assert.equal(table.indexOf('never seen before'), undefined);
    }),
  );
});

test('a hundred thousand names grow the table without losing one', () => {
  const table = idTable();
  for (let number = 0; number < 100_000; number++) {
    const bytes = bytesOf(String(7 * number));
    table.add(bytes, 0, bytes.length);
  }
  assert.equal(table.count, 100_000);
  for (let number = 0; number < 100_000; number += 997) assert.equal(table.indexOf(String(7 * number)), number);
  assert.equal(table.indexOf('1'), undefined);
  assert.notEqual(table.indexOf('7'), table.indexOf('07'));
});
