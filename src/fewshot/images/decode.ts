import jpeg from 'jpeg-js';
import type { Image, ImageInfo } from './image.js';
import { inspectImage } from './inspect.js';
import { upright } from './orientation.js';
import { decodePng } from './png.js';

/** Counted up where files come to other pixels than before, so that what is kept of them is made again: 2 since photographs are turned as their EXIF data say. */
export const decoding = 2;

/**
 * Decodes a PNG or JPEG file. Grey files give one channel, others three; transparent pixels are laid on white, and photographs
 * stand as they were seen, which EXIF data tell.
 * @throws Error that names the file, where it is of another format, cut short, damaged or absurdly large.
 */
export function decodeImage(bytes: Uint8Array, file: string): Image {
  const info = inspectImage(bytes, file);
  try {
    return info.format === 'png' ? decodePng(bytes) : decodeJpeg(bytes, info);
  } catch (error) {
    throw new Error(`${file} cannot be read as a ${info.format.toUpperCase()} image: ${reasonOf(error)}.`, { cause: error });
  }
}

/** Where decoders stumble deep inside they say nothing that helps. */
function reasonOf(error: unknown): string {
  if (error instanceof TypeError) return 'its decoder lost its way in it, so that it is damaged or of a rare kind, as grey with restart markers; save it anew';
  return error instanceof Error ? error.message : String(error);
}

function decodeJpeg(bytes: Uint8Array, { channels, plainColours, orientation = 1 }: ImageInfo): Image {
  const { height, width, data } = jpeg.decode(bytes, { useTArray: true, formatAsRGBA: false, tolerantDecoding: false, maxMemoryUsageInMB: 1024, ...(plainColours ? { colorTransform: false } : {}) });
  // The decoder repeats the one channel of grey files three times.
  const step = 3 / channels;
  const values = new Float32Array(height * width * channels);
  for (let i = 0; i < values.length; i++) values[i] = data[i * step] / 255;
  return upright({ height, width, channels, data: values }, orientation);
}
