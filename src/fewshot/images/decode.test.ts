import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encode, type BitDepth } from 'fast-png';
import jpeg from 'jpeg-js';
import { decodeImage, inspectImage } from './index.js';

const close = (actual: ArrayLike<number>, expected: readonly number[], tolerance = 1e-6): void => {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => assert.ok(Math.abs(actual[i] - value) <= tolerance, `at ${i}: ${actual[i]}, expected ${value}`));
};

const png = (channels: number, depth: BitDepth, values: readonly number[], width = 2, height = 1): Uint8Array =>
  encode({ width, height, channels, depth, data: depth === 16 ? Uint16Array.from(values) : Uint8Array.from(values) });
const base64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

// Written by Pillow 12.3: 5x3, 2 bits a pixel, palette red, green (transparent), blue, (10, 20, 30); pixel i has colour i % 4.
const palettePng = 'iVBORw0KGgoAAAANSUhEUgAAAAUAAAADAgMAAAAmWC1rAAAADFBMVEX/AAAA/wAAAP8KFB4iiCkEAAAAAnRSTlP/AOW3MEoAAAARSURBVHicY5BmYAm8wuIqAgAGiAGiq+a3WwAAAABJRU5ErkJggg==';
// Written by Pillow 12.3: 9x8 grey, pixel i = 3 i; and 16x16 progressive, all (200, 40, 90).
const greyJpeg =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/wAALCAAIAAkBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUFBAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/API/BH/BBP7n/FF/+S//ANau2/4cJ/8AUl/+S/8A9av/2Q==';
const progressiveJpeg =
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgr/2wBDAQICAgICAgUDAwUKBwYHCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgr/wgARCAAQABADASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAf/xAAVAQEBAAAAAAAAAAAAAAAAAAADCP/aAAwDAQACEAMQAAABnYOmP//EABQQAQAAAAAAAAAAAAAAAAAAACD/2gAIAQEAAQUCH//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQMBAT8Bf//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQIBAT8Bf//EABQQAQAAAAAAAAAAAAAAAAAAACD/2gAIAQEABj8CH//EABQQAQAAAAAAAAAAAAAAAAAAACD/2gAIAQEAAT8hH//aAAwDAQACAAMAAAAQA//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQMBAT8Qf//EABQRAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQIBAT8Qf//EABQQAQAAAAAAAAAAAAAAAAAAACD/2gAIAQEAAT8QH//Z';

test('grey and colour of 8 bits are divided by 255', () => {
  const grey = decodeImage(png(1, 8, [0, 51]), 'a.png');
  assert.deepEqual([grey.height, grey.width, grey.channels], [1, 2, 1]);
  close(grey.data, [0, 0.2]);
  close(decodeImage(png(3, 8, [0, 51, 255, 102, 0, 0]), 'a.png').data, [0, 0.2, 1, 0.4, 0, 0]);
});

test('16 bits are read in full', () => {
  close(decodeImage(png(1, 16, [1, 65535]), 'a.png').data, [1 / 65535, 1], 1e-9);
});

test('pixels of one bit are unpacked, rows padded to bytes', () => {
  // Ten pixels a row: two bytes, of which six bits are padding.
  const { data } = decodeImage(png(1, 1, [0b10100000, 0b01000000, 0b00000001, 0b10000000], 10, 2), 'a.png');
  close(data, [1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 1, 0]);
});

test('transparent pixels are laid on white', () => {
  close(decodeImage(png(2, 8, [0, 255, 0, 0]), 'a.png').data, [0, 1]);
  close(decodeImage(png(4, 8, [255, 0, 0, 51, 0, 0, 0, 255]), 'a.png').data, [1, 0.8, 0.8, 0, 0, 0]);
});

test('palettes are looked up, with their transparency', () => {
  const { data, channels, width, height } = decodeImage(base64(palettePng), 'p.png');
  assert.deepEqual([height, width, channels], [3, 5, 3]);
  const colours = [[1, 0, 0], [1, 1, 1], [0, 0, 1], [10 / 255, 20 / 255, 30 / 255]];
  close(data, Array.from({ length: 15 }, (_, i) => colours[i % 4]).flat());
});

test('grey and progressive colour JPEGs are read', () => {
  const grey = decodeImage(base64(greyJpeg), 'a.jpg');
  assert.deepEqual([grey.height, grey.width, grey.channels], [8, 9, 1]);
  close(grey.data, Array.from({ length: 72 }, (_, i) => (3 * i) / 255), 0.03);
  const colour = decodeImage(base64(progressiveJpeg), 'a.jpg');
  assert.deepEqual([colour.height, colour.width, colour.channels], [16, 16, 3]);
  close(colour.data.subarray(0, 3), [200 / 255, 40 / 255, 90 / 255], 0.02);
});

test('a file within a larger buffer is read', () => {
  const bytes = png(1, 8, [0, 51]);
  const larger = new Uint8Array(bytes.length + 9);
  larger.set(bytes, 5);
  close(decodeImage(larger.subarray(5, 5 + bytes.length), 'a.png').data, [0, 0.2]);
});

test('headers alone tell format, size and colour', () => {
  assert.deepEqual(inspectImage(base64(palettePng), 'p.png'), { format: 'png', width: 5, height: 3, channels: 3 });
  assert.deepEqual(inspectImage(png(2, 8, [0, 0, 0, 0]), 'a.png'), { format: 'png', width: 2, height: 1, channels: 1 });
  assert.deepEqual(inspectImage(base64(greyJpeg), 'a.jpg'), { format: 'jpeg', width: 9, height: 8, channels: 1 });
});

test('a PNG or JPEG cut anywhere is refused by name', () => {
  for (const [name, bytes] of [['a.png', png(3, 8, new Array<number>(300).fill(7), 10, 10)], ['a.jpg', base64(greyJpeg)]] as const) {
    for (let length = 0; length < bytes.length - 4; length += 3) assert.throws(() => inspectImage(bytes.slice(0, length), name), new RegExp(name.replace('.', '\\.')));
    assert.throws(() => decodeImage(bytes.slice(0, bytes.length / 2), name), /is cut short or damaged/);
  }
});

test('a changed byte within a PNG is noticed', () => {
  const bytes = png(1, 8, [0, 51]);
  bytes[bytes.length - 20] ^= 4;
  assert.throws(() => decodeImage(bytes, 'a.png'), /a\.png/);
});

test('a file of another format is refused with what it starts with', () => {
  assert.throws(() => decodeImage(new TextEncoder().encode('GIF89a...'), 'a.png'), /a\.png is neither a PNG nor a JPEG image: it starts with "GIF8"/);
  assert.throws(() => decodeImage(new Uint8Array(0), 'a.png'), /it is empty/);
});

test('a size that would fill the memory is refused before decoding', () => {
  const bytes = png(1, 8, [0, 51]);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(16, 1e6);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(20, 1e6);
  assert.throws(() => decodeImage(bytes, 'a.png'), /1000000x1000000 pixels, more than the 64 million/);
});

test('a JPEG whose data are garbage is refused by name', () => {
  const { data } = jpeg.encode({ width: 32, height: 32, data: new Uint8Array(4096).map((_, i) => (i * 97) % 251) }, 90);
  const bytes = new Uint8Array(data);
  bytes.fill(0xff, bytes.length - 300, bytes.length - 200);
  assert.throws(() => decodeImage(bytes, 'b.jpg'), /b\.jpg cannot be read as a JPEG image/);
});

test('a small PNG that unpacks to far more than its pixels is refused before it fills the memory', () => {
  const bomb = encode({ width: 4096, height: 4608, channels: 4, depth: 8, data: new Uint8Array(4096 * 4608 * 4) });
  assert.ok(bomb.length < 2 ** 18, `${bomb.length} bytes`);
  assert.equal(decodeImage(bomb, 'large.png').width, 4096);
  // The same data below a header of 8 by 8 pixels, with the checksum that belongs to it.
  const header = encode({ width: 8, height: 8, channels: 4, depth: 8, data: new Uint8Array(256) }).subarray(0, 33);
  const lying = Uint8Array.from(bomb);
  lying.set(header);
  assert.throws(() => decodeImage(lying, 'small.png'), /small\.png[^]*it holds more data than its 8x8 pixels can have/);
});

test('a JPEG of red, green and blue as they stand is not taken for one of brightness and colour differences', () => {
  const bytes = base64(progressiveJpeg);
  const jfif = 4 + ((bytes[4] << 8) | bytes[5]);
  const adobe = (transform: number): number[] => [0xff, 0xee, 0, 14, ...Buffer.from('Adobe'), 0, 100, 0, 0, 0, 0, transform];
  const [plain, transformed] = [0, 1].map((transform) => decodeImage(Uint8Array.from([...bytes.subarray(0, 2), ...adobe(transform), ...bytes.subarray(jfif)]), 'a.jpg').data.subarray(0, 3));
  close(transformed, [200 / 255, 40 / 255, 90 / 255], 0.02);
  // What the file holds of that colour: Y, Cb and Cr.
  close(plain, [93.5 / 255, 126 / 255, 203.9 / 255], 0.02);
  const both = Uint8Array.from([...bytes.subarray(0, jfif), ...adobe(0), ...bytes.subarray(jfif)]);
  close(decodeImage(both, 'a.jpg').data.subarray(0, 3), [200 / 255, 40 / 255, 90 / 255], 0.02);
});

/** The JPEG with EXIF data that tell how the camera was held. */
function held(bytes: Uint8Array, orientation: number, little: boolean): Uint8Array {
  const tiff = Buffer.alloc(26);
  tiff.write(little ? 'II' : 'MM');
  const [two, four] = little ? [tiff.writeUInt16LE.bind(tiff), tiff.writeUInt32LE.bind(tiff)] : [tiff.writeUInt16BE.bind(tiff), tiff.writeUInt32BE.bind(tiff)];
  [[42, 2], [1, 8], [0x0112, 10], [3, 12], [orientation, 18]].forEach(([value, at]) => two(value, at));
  [[8, 4], [1, 14]].forEach(([value, at]) => four(value, at));
  return Uint8Array.from([...bytes.subarray(0, 2), 0xff, 0xe1, 0, 34, ...Buffer.from('Exif\0\0'), ...tiff, ...bytes.subarray(2)]);
}

test('a photograph stands as it was seen, however the camera was held', () => {
  // Four corners in grey of an image three times as wide as high, each corner a block of its own: top left, top right, bottom left, bottom right.
  const corners = [20, 100, 170, 240];
  const [width, height] = [48, 16];
  const data = Buffer.from(Array.from({ length: width * height }, (_, i) => Array<number>(4).fill(corners[2 * Number(Math.floor(i / width) >= 8) + Number(i % width >= 24)])).flat());
  const { data: stored } = jpeg.encode({ width, height, data }, 95);
  // Which corners are then seen top left, top right, bottom left, bottom right: by the table of the EXIF standard.
  const seen: Readonly<Record<number, readonly number[]>> = { 1: [0, 1, 2, 3], 2: [1, 0, 3, 2], 3: [3, 2, 1, 0], 4: [2, 3, 0, 1], 5: [0, 2, 1, 3], 6: [2, 0, 3, 1], 7: [3, 1, 2, 0], 8: [1, 3, 0, 2] };
  for (const [orientation, order] of Object.entries(seen)) {
    for (const little of [true, false]) {
      const file = held(stored, Number(orientation), little);
      const [h, w] = Number(orientation) < 5 ? [16, 48] : [48, 16];
      const info = inspectImage(file, 'a.jpg');
      const image = decodeImage(file, 'a.jpg');
      assert.deepEqual([info.height, info.width, image.height, image.width], [h, w, h, w], orientation);
      const at = (y: number, x: number): number => image.data[(y * w + x) * image.channels];
      close([at(2, 2), at(2, w - 3), at(h - 3, 2), at(h - 3, w - 3)], order.map((corner) => corners[corner] / 255), 0.03);
    }
  }
  for (const wrong of [0, 9, 700]) assert.equal(inspectImage(held(stored, wrong, true), 'a.jpg').orientation, undefined);
  const cut = held(stored, 6, true);
  cut[2 + 2 + 2 + 6 + 4] = 200; // A directory beyond the end.
  assert.deepEqual([inspectImage(cut, 'a.jpg').orientation, decodeImage(cut, 'a.jpg').width], [undefined, 48]);
});
