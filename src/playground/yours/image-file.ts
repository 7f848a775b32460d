import { resizeImage } from '../../fewshot/images/resize.js';
import { toChannels } from '../../fewshot/images/image.js';
import type { Drawing } from '../parts/strokes.js';
import { inkOf, inputOf } from '../parts/raster.js';

/** How a model wants its images: `learns.image` of its card. */
export interface ImageFormat {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  /** Ink is one and paper zero. */
  readonly invert: boolean;
}

/** An image from a file, as the model takes it and for people to see. */
export interface ImageExample {
  readonly name: string;
  readonly pixels: Float32Array;
  /** A data: address of what the model sees. */
  readonly preview: string;
}

const mostPixels = 50e6;

/** @throws Error, in words for the visitor, where the file is no image that the browser can read, or is too large. */
export async function readImage(file: File, format: ImageFormat): Promise<ImageExample> {
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Error(`${file.name} is no image that this browser can read: give PNG, JPEG or WebP.`);
  });
  const { width, height } = bitmap;
  if (width * height > mostPixels) throw new Error(`${file.name} has ${Math.round((width * height) / 1e6)} million pixels: shrink it to fewer than ${mostPixels / 1e6} million.`);
  const pen = contextOf(width, height);
  // What is transparent is paper.
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = pen.getImageData(0, 0, width, height);
  // A plain loop: a photo has tens of millions of these, and the page waits.
  const colours = new Float32Array(width * height * 3);
  for (let from = 0, to = 0; from < data.length; from += 4) {
    colours[to++] = data[from] / 255;
    colours[to++] = data[from + 1] / 255;
    colours[to++] = data[from + 2] / 255;
  }
  const image = resizeImage(toChannels({ height, width, channels: 3, data: colours }, format.channels), format.height, format.width);
  return { name: file.name, pixels: format.invert ? image.data.map((value) => 1 - value) : image.data, preview: await previewOf(image.data, format) };
}

/** What the visitor drew as the model takes it, black on white. */
export function pixelsOf(drawing: Drawing, { height, width, invert }: ImageFormat): Float32Array {
  const ink = inputOf(inkOf(drawing), height, width);
  return invert ? ink : ink.map((value) => 1 - value);
}

function contextOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  return new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
}

async function previewOf(values: Float32Array, { height, width, channels }: ImageFormat): Promise<string> {
  const pen = contextOf(width, height);
  const image = pen.createImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let colour = 0; colour < 3; colour++) image.data[4 * i + colour] = 255 * values[channels * i + (colour % channels)];
    image.data[4 * i + 3] = 255;
  }
  pen.putImageData(image, 0, 0);
  const bytes = new Uint8Array(await (await pen.canvas.convertToBlob()).arrayBuffer());
  return `data:image/png;base64,${btoa(String.fromCharCode(...bytes.subarray(0, 60_000)))}`;
}
