import { maxPixels, type ImageInfo } from './image.js';
import { liesOnItsSide, orientationIn, type Orientation } from './orientation.js';

/**
 * The format and size of a PNG or JPEG file, from its headers.
 * @throws Error that names the file, where it is of another format, cut short or absurdly large.
 */
export function inspectImage(bytes: Uint8Array, file: string): ImageInfo {
  const info = startsWith(bytes, pngSignature) ? inspectPng(bytes, file) : startsWith(bytes, [0xff, 0xd8]) ? inspectJpeg(bytes, file) : undefined;
  if (!info) {
    const found = bytes.length === 0 ? 'it is empty' : `it starts with ${JSON.stringify(String.fromCharCode(...bytes.subarray(0, 4)))}`;
    throw new Error(`${file} is neither a PNG nor a JPEG image: ${found}. Convert it, or take it out of the folder.`);
  }
  if (info.height === 0 || info.width === 0) throw new Error(`${file} is damaged: it says it is ${info.width}x${info.height} pixels.`);
  if (info.height * info.width > maxPixels) {
    throw new Error(`${file} says it is ${info.width}x${info.height} pixels, more than the ${maxPixels / 1e6} million that are read. Shrink it first.`);
  }
  return info;
}

/** The error for a file that ends too early. */
export function cutShort(file: string): Error {
  return new Error(`${file} is cut short or damaged: the file ends within the image. Copy or download it again.`);
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function startsWith(bytes: Uint8Array, start: readonly number[]): boolean {
  return start.every((byte, i) => bytes[i] === byte);
}

function inspectPng(bytes: Uint8Array, file: string): ImageInfo {
  const view = viewOf(bytes);
  if (bytes.length < 33) throw cutShort(file);
  if (view.getUint32(12) !== 0x49484452) throw new Error(`${file} is damaged: a PNG starts with an IHDR chunk, this one does not.`);
  // Every chunk must lie within the file, up to IEND.
  for (let at = 8; ; ) {
    if (at + 12 > bytes.length) throw cutShort(file);
    if (view.getUint32(at + 4) === 0x49454e44) break;
    at += 12 + view.getUint32(at);
  }
  const colourType = bytes[25];
  return { format: 'png', width: view.getUint32(16), height: view.getUint32(20), channels: (colourType & 2) === 2 ? 3 : 1 };
}

function inspectJpeg(bytes: Uint8Array, file: string): ImageInfo {
  const view = viewOf(bytes);
  let at = 2;
  // By the custom of libjpeg: what Adobe says counts where JFIF does not.
  let [jfif, untransformed] = [false, false];
  let orientation: Orientation = 1;
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) throw new Error(`${file} is damaged: byte ${at} should start a JPEG segment.`);
    const marker = bytes[at + 1];
    if (marker === 0xff) {
      at++;
      continue;
    }
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) {
      if (at + 10 > bytes.length || !endsWithEoi(bytes)) throw cutShort(file);
      const [stored, across] = [view.getUint16(at + 5), view.getUint16(at + 7)];
      const [height, width] = liesOnItsSide(orientation) ? [across, stored] : [stored, across];
      return { format: 'jpeg', height, width, channels: bytes[at + 9] === 1 ? 1 : 3, ...(untransformed && !jfif && bytes[at + 9] === 3 ? { plainColours: true } : {}), ...(orientation === 1 ? {} : { orientation }) };
    }
    if (marker === 0xe0 && says(bytes, at + 4, 'JFIF')) jfif = true;
    if (marker === 0xe1 && orientation === 1) orientation = orientationIn(bytes.subarray(at + 4, at + 2 + view.getUint16(at + 2)));
    if (marker === 0xee && says(bytes, at + 4, 'Adobe')) untransformed = bytes[at + 15] === 0;
    at += 2 + view.getUint16(at + 2);
  }
  throw cutShort(file);
}

function says(bytes: Uint8Array, at: number, word: string): boolean {
  return startsWith(bytes.subarray(at), [...word].map((letter) => letter.charCodeAt(0)));
}

/** Whether an end-of-image marker stands near the end; cameras may append some bytes. */
function endsWithEoi(bytes: Uint8Array): boolean {
  for (let at = bytes.length - 2; at >= Math.max(2, bytes.length - 4096); at--) {
    if (bytes[at] === 0xff && bytes[at + 1] === 0xd9) return true;
  }
  return false;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
