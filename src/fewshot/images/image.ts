import type { Orientation } from './orientation.js';

/** Pixels in [0, 1], row by row, the channels of a pixel together: shape (height, width, channels). */
export interface Image {
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  readonly data: Float32Array;
}

/** What can be told of an image file without decoding its pixels. */
export interface ImageInfo {
  readonly format: 'png' | 'jpeg';
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Of JPEGs whose three channels are red, green and blue as they stand, and not brightness and colour differences. */
  readonly plainColours?: true;
  /** Of JPEGs that a camera stored otherwise than they were seen, how; height and width are as they were seen. */
  readonly orientation?: Orientation;
}

/** Images of more pixels than this are refused before memory is asked for them. */
export const maxPixels = 64e6;

/** The image in grey or in colour. Grey is the luma of ITU-R 601, as Pillow's mode L. */
export function toChannels(image: Image, channels: 1 | 3): Image {
  const { height, width, data } = image;
  if (image.channels === channels) return image;
  const pixels = height * width;
  const converted = new Float32Array(pixels * channels);
  for (let i = 0; i < pixels; i++) {
    if (channels === 1) converted[i] = 0.299 * data[3 * i] + 0.587 * data[3 * i + 1] + 0.114 * data[3 * i + 2];
    else converted.fill(data[i], 3 * i, 3 * i + 3);
  }
  return { height, width, channels, data: converted };
}

/** Ink on white as light on black, and the other way round. */
export function inverted({ data, ...image }: Image): Image {
  const turned = new Float32Array(data.length);
  for (let i = 0; i < data.length; i++) turned[i] = 1 - data[i];
  return { ...image, data: turned };
}
