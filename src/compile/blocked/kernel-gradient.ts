import type { Geometry } from '../../graph/primitives/conv-tables.js';
import { gather } from '../../graph/primitives/gather.js';
import { reshape } from '../../graph/primitives/layout.js';
import { padBlock, sliceBlock } from '../../graph/primitives/window.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { asBlocks, channelsFirst, convolveDilated, interleave } from './primitives.js';
import type { Blocks } from './use-blocks.js';

/** What is read again for each channel and row of taps should stay in a core's cache: bytes of y. */
const cached = 1 << 19;

/**
 * P' y, the gradient of a kernel, from what bands read of the images and from y in blocks. It is a convolution of the images with y as the kernel, with images in the place of channels. As many images as a block has
 * go together, and those that are left, cut into bands of rows of y that stay in the cache. Lies as (channels, filters / block, taps, block), with `before`, which lies so too, added to it.
 */
export function kernelGradient(readBy: (band: Band, group: Group) => Tensor, y: Tensor, geometry: Geometry, { block, once }: Pick<Blocks, 'block' | 'once'>, before?: Tensor): Tensor {
  const [images, filters] = y.shape;
  const blocks = asBlocks(y, [y.size / block, block]);
  const most = Math.max(1, Math.floor(cached / (4 * block * filters * geometry.output[1])));
  const bands = Math.ceil(geometry.output[0] / most);
  const { kernel: taps, stride } = geometry;
  let total = before;
  for (const group of groupsOf(images, block)) {
    for (let at = 0; at < bands; at++) {
      const band = bandOf(geometry, Math.round((at * geometry.output[0]) / bands), Math.round(((at + 1) * geometry.output[0]) / bands));
      const kernel = once(`kernel of ${y.id} ${JSON.stringify([band, group])}`, () => {
        return asBlocks(gather(blocks, outputTable(band, group, filters / block, block), 0), [filters, group.count, band.to - band.from, geometry.output[1]]);
      });
      total = convolveDilated(readBy(band, group), kernel, { dilations: stride, outside: band.outside, size: taps }, total);
    }
  }
  return total as Tensor;
}

/** Images that take the place of channels together: the runtime's kernel wants as many as a block has side by side, and fewer one after the other. */
export interface Group { readonly first: number; readonly count: number }

function groupsOf(images: number, block: number): Group[] {
  return Array.from({ length: Math.ceil(images / block) }, (_, at) => ({ first: at * block, count: Math.min(block, images - at * block) }));
}

/** What bands read of images in blocks. */
export function imagesAsChannels(x: Tensor, { block, once }: Pick<Blocks, 'block' | 'once'>): (band: Band, group: Group) => Tensor {
  const [images, channels] = x.shape;
  const groups = groupsOf(images, block);
  const left = groups[groups.length - 1].count % block;
  // One place more is zero, from which is read what lies outside of the images.
  const interleaved = () => once(`interleaved ${x.id}`, () => interleave(padBlock(asBlocks(x, [images, x.size / images]), [0, 0], [groups.length * block - images, 1]), block));
  const others = () => once(`others of ${x.id}`, () => {
    const apart = asBlocks(x, [images, x.size / images]);
    const last = left < images ? sliceBlock(apart, [images - left, 0], [...apart.shape]) : apart;
    return padBlock(reshape(last, [last.size / block, block]), [1, 0], [0, 0]);
  });
  return (band, group) => once(`${JSON.stringify([band, group])} of ${x.id}`, () => {
    if (group.count === block) return asBlocks(gather(interleaved(), inputTable(band, group.first / block, channels, block), 0), [channels, block, ...band.reads]);
    const read = gather(others(), othersTable(band, left, channels / block), 0);
    return asBlocks(channelsFirst(asBlocks(read, [channels / block, block, left, sizeOf(band.reads)])), [channels, left, ...band.reads]);
  });
}

/** Some rows of y, and what they read of x: rows from the first on, and columns, of which some may be outside of the images. */
export interface Band {
  readonly geometry: Geometry;
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly reads: readonly [number, number];
  /** How many rows above and below the images are not read: the runtime leaves these out, where columns at the sides would be worked out one by one. */
  readonly outside: readonly [number, number];
}

function bandOf(geometry: Geometry, from: number, to: number): Band {
  const { input, kernel, output, stride, before } = geometry;
  const [start, end] = [from * stride[0] - before[0], (to - 1) * stride[0] - before[0] + kernel[0]];
  // Of rows that are all outside, some have to be there.
  const [first, last] = start >= input[0] || end <= 0 ? [start, end] : [Math.max(0, start), Math.min(input[0], end)];
  return { geometry, from, to, first, reads: [last - first, (output[1] - 1) * stride[1] + kernel[1]], outside: [first - start, end - last] };
}

/** The place in an image of each position that a band reads; -1 where that lies outside of it. */
export function placesOf({ geometry: { input, before }, first, reads }: Band): Int32Array {
  return Int32Array.from({ length: sizeOf(reads) }, (_, at) => {
    const [row, column] = [first + Math.floor(at / reads[1]), (at % reads[1]) - before[1]];
    return row >= 0 && row < input[0] && column >= 0 && column < input[1] ? row * input[1] + column : -1;
  });
}

/** For each channel and position that a band reads the row of the interleaved images. */
function inputTable(band: Band, group: number, channels: number, block: number): Int32Array {
  const [places, pixels] = [placesOf(band), sizeOf(band.geometry.input)];
  const outside = channels * pixels;
  const start = group * (outside + 1);
  return Int32Array.from({ length: channels * places.length }, (_, at) => {
    const [channel, place] = [Math.floor(at / places.length), places[at % places.length]];
    return start + (place >= 0 ? (Math.floor(channel / block) * pixels + place) * block + (channel % block) : outside);
  });
}

/** For each block of channels, image and position that a band reads the row of the images, after one of zeros. */
function othersTable(band: Band, images: number, blocks: number): Int32Array {
  const [places, pixels] = [placesOf(band), sizeOf(band.geometry.input)];
  return Int32Array.from({ length: blocks * images * places.length }, (_, at) => {
    const [own, image, place] = [Math.floor(at / places.length / images), Math.floor(at / places.length) % images, places[at % places.length]];
    return place >= 0 ? 1 + (image * blocks + own) * pixels + place : 0;
  });
}

/** For each block of filters, position of a band and image of a group the row of y; of images that are not side by side for each image and position. */
function outputTable({ geometry: { output }, from, to }: Band, { first, count }: Group, blocks: number, block: number): Int32Array {
  const [begin, positions] = [from * output[1], (to - from) * output[1]];
  const table = new Int32Array(blocks * positions * count);
  for (let own = 0; own < blocks; own++) {
    for (let position = 0; position < positions; position++) {
      for (let image = 0; image < count; image++) {
        const at = count === block ? position * count + image : image * positions + position;
        table[own * positions * count + at] = ((first + image) * blocks + own) * sizeOf(output) + begin + position;
      }
    }
  }
  return table;
}
