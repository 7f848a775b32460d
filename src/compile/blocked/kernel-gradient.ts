import type { Geometry } from '../../graph/primitives/conv-tables.js';
import { gather } from '../../graph/primitives/gather.js';
import { reshape, transpose } from '../../graph/primitives/layout.js';
import { padBlock, sliceBlock, zeros } from '../../graph/primitives/window.js';
import { sizeOf } from '../../graph/shape.js';
import type { Tensor } from '../../graph/tensor.js';
import { readAlong } from '../padding.js';
import { asBlocks, convolveDilated, interleave } from './primitives.js';
import type { Blocks } from './use-blocks.js';

/** What is read again for each channel and row of taps should stay in a core's cache: bytes of y. */
const cached = 1 << 19;

/** What bands read of images, with images in the place of channels. */
export interface ImagesAsChannels {
  /** How many channels lie side by side at each column. */
  readonly lanes: number;
  /** (channels / lanes, images, rows, columns * lanes). */
  readonly read: (band: Band, group: Group) => Tensor;
}

/**
 * P' y, the gradient of a kernel, from what bands read of the images and from y in blocks. It is a convolution of the images with y as the kernel, with images in the place of channels. As many images as a block has
 * go together, and those that are left, cut into bands of rows of y that stay in the cache. Lies as (channels / lanes, filters / block, taps, lanes, block), with `before`, which lies so too, added to it.
 */
export function kernelGradient({ lanes, read }: ImagesAsChannels, y: Tensor, geometry: Geometry, { block, once }: Pick<Blocks, 'block' | 'once'>, before?: Tensor): Tensor {
  const [images, filters] = y.shape;
  const most = Math.max(1, Math.floor(cached / (4 * block * filters * geometry.output[1])));
  const bands = Math.ceil(geometry.output[0] / most);
  const { kernel: taps, stride } = geometry;
  let total = before;
  for (const group of groupsOf(images, block)) {
    for (let at = 0; at < bands; at++) {
      const band = bandOf(geometry, Math.round((at * geometry.output[0]) / bands), Math.round(((at + 1) * geometry.output[0]) / bands));
      const kernel = once(`kernel of ${y.id} ${JSON.stringify([band, group])}`, () => asBlocks(kernelOfBand(y, band, group, block), [filters, group.count, band.to - band.from, geometry.output[1]]));
      total = convolveDilated(read(band, group), kernel, { dilations: [stride[0], stride[1] * lanes], outside: band.outside, size: [taps[0], taps[1] * lanes] }, total);
    }
  }
  return total as Tensor;
}

/** Images that take the place of channels together: the runtime's kernel wants as many as a block has side by side, and fewer one after the other. */
export interface Group { readonly first: number; readonly count: number }

function groupsOf(images: number, block: number): Group[] {
  return Array.from({ length: Math.ceil(images / block) }, (_, at) => ({ first: at * block, count: Math.min(block, images - at * block) }));
}

/** Images in blocks: the channels of a block stay side by side. */
export function imagesAsChannels(x: Tensor, { block, once }: Pick<Blocks, 'block' | 'once'>): ImagesAsChannels {
  const [images, channels, height, width] = x.shape;
  const [own, full] = [channels / block, Math.floor(images / block)];
  // Whole groups alone are interleaved, but all images at once: the last group is filled up with zeros, where there is a whole one.
  const all = full > 0 ? Math.ceil(images / block) * block : images;

  /** Of each row of pixels the columns that are read, with zeros for those outside. */
  const widened = ({ geometry }: Band) => {
    const { from, to, low, high } = readAlong(1, geometry);
    return once(`columns of ${x.id} from ${from} to ${to} between ${low} and ${high}`, () => {
      const inside = sliceBlock(asBlocks(x, [images, own * height, width * block]), [0, 0, from * block], [images, own * height, to * block]);
      return padBlock(inside, [0, 0, low * block], [all - images, 0, high * block]);
    });
  };

  const read = (band: Band, { first, count }: Group) => once(`${JSON.stringify([band, first])} of ${x.id}`, () => {
    const { reads } = band;
    const [columns, size] = [reads[1] * block, [own, count, reads[0], reads[1] * block]];
    if (!band.meets) return zeros(size);
    const wide = widened(band);
    if (count < block) return asBlocks(oneByOne(asBlocks(wide, [all, own, height, columns]), { first, count }, band.first, band.first + reads[0]), size);
    const interleaved = once(`interleaved ${wide.id}`, () => interleave(asBlocks(wide, [all, wide.size / all]), block));
    const group = first / block;
    return asBlocks(sliceBlock(asBlocks(interleaved, [all / block, own, height, columns * block]), [group, 0, band.first, 0], [group + 1, own, band.first + reads[0], columns * block]), size);
  });
  return { lanes: block, read };
}

/** Some rows of y, and what they read of x: rows from the first on, and columns, of which some may be outside of the images. */
export interface Band {
  readonly geometry: Geometry;
  readonly from: number;
  readonly to: number;
  readonly first: number;
  readonly reads: readonly [number, number];
  /**
   * How many rows above and below the images are not read. The runtime passes over these, and does not multiply zeros: a number of y that is none makes the taps that meet the images none. Columns at the sides it
   * would work out one by one; they are read.
   */
  readonly outside: readonly [number, number];
  /** Whether any of what is read is inside of the images. */
  readonly meets: boolean;
}

function bandOf(geometry: Geometry, from: number, to: number): Band {
  const { kernel, output, stride, before } = geometry;
  const [begin, count] = [from * stride[0] - before[0], to - from];
  const [rows, columns] = [readAlong(0, { ...geometry, output: [count, output[1]], before: [-begin, before[1]] }), readAlong(1, geometry)];
  const [high, wide] = [(count - 1) * stride[0] + kernel[0], (output[1] - 1) * stride[1] + kernel[1]];
  // The runtime wants a row, even where there is none.
  if (rows.from >= rows.to || columns.from >= columns.to) return { geometry, from, to, first: begin, reads: [high, wide], outside: [0, 0], meets: false };
  return { geometry, from, to, first: rows.from, reads: [rows.to - rows.from, wide], outside: [rows.low, rows.high], meets: true };
}

/** Rows of the images of a group (images, blocks of channels, height, numbers), one image after the other for each block of channels: (blocks of channels, images, rows, numbers). */
function oneByOne(images: Tensor, { first, count }: Group, from: number, to: number): Tensor {
  const [, blocks, , numbers] = images.shape;
  const rows = sliceBlock(images, [first, 0, from, 0], [first + count, blocks, to, numbers]);
  return transpose(reshape(rows, [count, blocks, (to - from) * numbers]), [1, 0, 2]);
}

/** Rows of y in the place of a kernel: of each block of filters and image all positions, or of a whole group the images of each position. */
function kernelOfBand(y: Tensor, { geometry: { output }, from, to }: Band, group: Group, block: number): Tensor {
  const [images, filters] = y.shape;
  const blocks = filters / block;
  if (group.count < block) return oneByOne(asBlocks(y, [images, blocks, output[0], output[1] * block]), group, from, to);
  const [begin, positions] = [from * output[1], (to - from) * output[1]];
  const table = Int32Array.from({ length: blocks * positions * block }, (_, at) => {
    const [own, position, image] = [Math.floor(at / block / positions), Math.floor(at / block) % positions, at % block];
    return ((group.first + image) * blocks + own) * sizeOf(output) + begin + position;
  });
  return gather(asBlocks(y, [y.size / block, block]), table, 0);
}
