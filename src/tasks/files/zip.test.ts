import assert from 'node:assert/strict';
import { test } from 'node:test';
import { strToU8, zipSync, type Zippable } from 'fflate';
import { openZip } from './index.js';

const files: Zippable = {
  'a/one.txt': [strToU8('stored as it is'), { level: 0 }],
  'a/two.txt': [strToU8('deflated '.repeat(50)), { level: 9 }],
  'b/': new Uint8Array(0),
  'empty.txt': new Uint8Array(0),
};
const archive = (): Uint8Array => zipSync(files);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

test('stored, deflated and empty entries are read, and folders are left out', () => {
  const zip = openZip(archive(), 'x.zip');
  assert.deepEqual([...zip.names].sort(), ['a/one.txt', 'a/two.txt', 'empty.txt']);
  assert.equal(text(zip.read('a/one.txt')), 'stored as it is');
  assert.equal(text(zip.read('a/two.txt')), 'deflated '.repeat(50));
  assert.equal(zip.read('empty.txt').length, 0);
  assert.throws(() => zip.read('c.txt'), /x.zip has no entry "c.txt"/);
});

test('an archive within a larger buffer is read', () => {
  const bytes = archive();
  const larger = new Uint8Array(bytes.length + 20);
  larger.set(bytes, 13);
  assert.equal(text(openZip(larger.subarray(13, 13 + bytes.length), 'x.zip').read('a/one.txt')), 'stored as it is');
});

test('an archive cut anywhere is refused by name', () => {
  const bytes = archive();
  for (let length = 0; length < bytes.length; length++) assert.throws(() => openZip(bytes.slice(0, length), 'x.zip'), /x.zip/);
  assert.throws(() => openZip(bytes.slice(0, bytes.length - 30), 'x.zip'), /x.zip is cut short or damaged/);
});

test('other files are not taken for zips', () => {
  assert.throws(() => openZip(strToU8('<html>404 Not Found, a page saved under the name of the archive</html>'), 'x.zip'), /x.zip is not a zip archive/);
});

test('a changed byte in any entry is noticed', () => {
  const bytes = archive();
  const at = Buffer.from(bytes).indexOf('stored');
  bytes[at] ^= 1;
  assert.throws(() => openZip(bytes, 'x.zip').read('a/one.txt'), /"a\/one.txt" does not have the size and checksum/);
});

for (const name of ['../evil.txt', 'a/../../evil.txt', '/etc/passwd', 'C:/evil.txt', 'a\\..\\evil.txt']) {
  test(`an entry named ${name} is refused`, () => {
    assert.throws(() => openZip(zipSync({ [name]: strToU8('x') }), 'x.zip'), /leads outside the archive/);
  });
}

test('an entry that claims an absurd size is refused before anything is unpacked', () => {
  const bytes = archive();
  const view = new DataView(bytes.buffer);
  const directory = view.getUint32(bytes.length - 22 + 16, true);
  view.setUint32(directory + 24, 0xfffffff0, true);
  assert.throws(() => openZip(bytes, 'x.zip'), /unpacks to 4294967280 bytes/);
  assert.throws(() => openZip(archive(), 'x.zip', 100), /"a\/two.txt" unpacks to 450 bytes from \d+; at most 100/);
});

test('an entry that unpacks to more than it claims is cut off and refused', () => {
  const bytes = archive();
  const view = new DataView(bytes.buffer);
  const directory = view.getUint32(bytes.length - 22 + 16, true);
  for (let at = directory; view.getUint32(at, true) === 0x02014b50; ) {
    if (view.getUint32(at + 24, true) === 450) view.setUint32(at + 24, 9, true);
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  assert.throws(() => openZip(bytes, 'x.zip').read('a/two.txt'), /cut short or damaged/);
});

test('encrypted archives and unknown methods are refused in words', () => {
  const change = (offset: number, value: number): Uint8Array => {
    const bytes = archive();
    const view = new DataView(bytes.buffer);
    view.setUint16(view.getUint32(bytes.length - 22 + 16, true) + offset, value, true);
    return bytes;
  };
  assert.throws(() => openZip(change(8, 1), 'x.zip'), /is encrypted/);
  assert.throws(() => openZip(change(10, 12), 'x.zip'), /by method 12/);
});
