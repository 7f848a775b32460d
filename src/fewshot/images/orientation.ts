import type { Image } from './image.js';

/** How a camera was held, as EXIF numbers it: 1 is upright, from 5 on height and width change places. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const orientationTag = 0x0112;

/** What the EXIF data of a JPEG segment say of it; 1 where they say nothing that can be read. @param segment the segment's bytes after its length. */
export function orientationIn(segment: Uint8Array): Orientation {
  const header = 6;
  if (segment.length < header + 8 || String.fromCharCode(...segment.subarray(0, 6)) !== 'Exif\0\0') return 1;
  const tiff = new DataView(segment.buffer, segment.byteOffset + header, segment.length - header);
  const little = tiff.getUint16(0) === 0x4949;
  const directory = tiff.getUint32(4, little);
  if (directory + 2 > tiff.byteLength) return 1;
  const entries = tiff.getUint16(directory, little);
  for (let at = directory + 2; at < directory + 2 + 12 * entries && at + 12 <= tiff.byteLength; at += 12) {
    if (tiff.getUint16(at, little) !== orientationTag) continue;
    const value = tiff.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? (value as Orientation) : 1;
  }
  return 1;
}

/** Whether height and width of the stored pixels change places. */
export const liesOnItsSide = (orientation: Orientation): boolean => orientation >= 5;

/** The image as it was seen, of pixels as they were stored. */
export function upright(image: Image, orientation: Orientation): Image {
  if (orientation === 1) return image;
  const { height: h, width: w, channels, data } = image;
  const [height, width] = liesOnItsSide(orientation) ? [w, h] : [h, w];
  const turned = new Float32Array(data.length);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (storedRow(y, x) * w + storedColumn(y, x)) * channels;
      for (let c = 0; c < channels; c++) turned[at++] = data[from + c];
    }
  }
  return { height, width, channels, data: turned };

  function storedRow(y: number, x: number): number {
    const along = liesOnItsSide(orientation) ? x : y;
    return [3, 4, 6, 7].includes(orientation) ? h - 1 - along : along;
  }

  function storedColumn(y: number, x: number): number {
    const along = liesOnItsSide(orientation) ? y : x;
    return [2, 3, 7, 8].includes(orientation) ? w - 1 - along : along;
  }
}
