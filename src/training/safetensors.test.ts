import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ndarray, type NdArray } from '../graph/ndarray.js';
import { decodeSafetensors, encodeSafetensors, SafetensorsError } from './safetensors.js';

const arrays: fc.Arbitrary<NdArray> = fc.array(fc.nat(4), { maxLength: 3 }).chain((shape) => {
  const size = shape.reduce((product, length) => product * length, 1);
  return fc.oneof(
    fc.array(fc.float(), { minLength: size, maxLength: size }).map((values) => ndarray(Float32Array.from(values), shape)),
    fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { minLength: size, maxLength: size }).map((values) => ndarray(Int32Array.from(values), shape)),
    fc.array(fc.nat(1), { minLength: size, maxLength: size }).map((values) => ndarray(Uint8Array.from(values), shape)),
  );
});
const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => text !== '__metadata__' && text !== '__proto__');
const files = fc.record({
  tensors: fc.array(fc.tuple(name, arrays)).map((entries) => new Map(entries)),
  metadata: fc.dictionary(name, fc.string()).map((found) => ({ ...found })),
});

/** A file with this header, and `length` bytes of data. */
function file(header: unknown, length: number): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

test('what is encoded decodes to the same arrays and strings, at any alignment of the bytes', () => {
  fc.assert(
    fc.property(files, fc.nat(7), (written, shift) => {
      const bytes = encodeSafetensors(written);
      const moved = new Uint8Array(bytes.length + shift).subarray(shift);
      moved.set(bytes);
      const found = decodeSafetensors(moved);
      assert.deepEqual(found.metadata, written.metadata);
      assert.deepEqual(new Map([...found.tensors].sort()), new Map([...written.tensors].sort()));
    }),
  );
});

test('the layout is the published one: length, JSON header, little-endian data', () => {
  const bytes = encodeSafetensors({ tensors: new Map([['w', ndarray([1, -2])]]), metadata: { by: 'hand' } });
  const length = bytes[0];
  assert.equal((8 + length) % 8, 0);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))), {
    __metadata__: { by: 'hand' },
    w: { dtype: 'F32', shape: [2], data_offsets: [0, 8] },
  });
  assert.deepEqual([...bytes.subarray(8 + length)], [0, 0, 128, 63, 0, 0, 0, 192]);
});

test('a file cut short anywhere is refused', () => {
  const bytes = encodeSafetensors({ tensors: new Map([['weight', ndarray([[1, 2], [3, 4]])]]), metadata: { iteration: '7' } });
  for (let length = 0; length < bytes.length; length++) assert.throws(() => decodeSafetensors(bytes.subarray(0, length)), SafetensorsError);
});

test('random damage gives a SafetensorsError or other numbers, never another failure', () => {
  fc.assert(
    fc.property(files, fc.nat(), fc.nat(255), (written, at, value) => {
      const bytes = encodeSafetensors(written);
      bytes[at % bytes.length] = value;
      try {
        decodeSafetensors(bytes);
      } catch (error) {
        assert.ok(error instanceof SafetensorsError, String(error));
      }
    }),
  );
});

test('wrong headers are refused in words', () => {
  const entry = (fields: object): object => ({ w: { dtype: 'F32', shape: [2], data_offsets: [0, 8], ...fields } });
  const cases: [unknown, number, RegExp][] = [
    ['not json', 0, /header is not JSON/],
    [[1], 0, /must be a JSON object/],
    [{ __metadata__: { a: 1 } }, 0, /__metadata__ must map names to strings/],
    [entry({ dtype: 'F64' }), 8, /w has the dtype "F64"; only F32, F16, I32 and BOOL/],
    [entry({ shape: [-2] }), 8, /shape \[-2\]/],
    [entry({ shape: [3] }), 8, /F32\(3\), needs 12 bytes, but its offsets 0 to 8 span 8/],
    [entry({ data_offsets: [8, 0] }), 8, /offsets \[8,0\]/],
    [entry({ data_offsets: [4, 12] }), 12, /starts at byte 4 of the data, but the array before it ends at 0/],
    [entry({}), 4, /need 8 bytes of data, but 4 are there: the file was cut short/],
    [entry({}), 12, /cover 8 bytes of data, but 12 are there/],
    [{ ...entry({}), v: { dtype: 'I32', shape: [1], data_offsets: [4, 8] } }, 8, /starts at byte 4/],
    [{ w: null }, 0, /dtype undefined/],
  ];
  for (const [header, length, message] of cases) assert.throws(() => decodeSafetensors(file(header, length)), message);
  const huge = new Uint8Array(16).fill(255);
  assert.throws(() => decodeSafetensors(huge), /not a .safetensors file/);
});
