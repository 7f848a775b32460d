import { sizeOf, type Shape } from '../../graph/index.js';
import type { Dimension } from './feature-model.js';

/** Where a model wants the channels of an image: after height and width, or before them. */
export type ImageLayout = 'NHWC' | 'NCHW';

/** Each channel is taken as (value - mean) / std; a single number is for all. Values of images are in [0, 1]. */
export interface InputScaling {
  /** Default 0. */
  readonly mean?: readonly number[];
  /** Default 1. */
  readonly std?: readonly number[];
}

/** How examples become the input of a model. */
export interface ModelInput {
  /** The shape of one example in the model. */
  readonly shape: Shape;
  /** Rows of every call, where the model fixes them. */
  readonly rows: Dimension;
  /** Absent where examples are no images. */
  readonly layout?: ImageLayout;
  /** Writes the example that stands at `at` in `from` into `into` from `offset` on. */
  write(from: ArrayLike<number>, at: number, into: Float32Array, offset: number): void;
}

/**
 * Fits examples of a shape to what a model says of its input. Images (height, width, 1 or 3) are laid out as the model wants, and grey ones repeated for a model
 * of colour; any other shape must be that of the model.
 * @param model the name of the model, for messages.
 * @param asked the layout, where a model does not tell by its shape.
 * @throws Error that gives both shapes and says what to do, where they do not fit.
 */
export function fitInput(model: string, dimensions: readonly Dimension[], example: Shape, scaling: InputScaling = {}, asked?: ImageLayout): ModelInput {
  if (dimensions.length === 0 && asked === undefined) throw new Error(`${model} does not say what shape its input has. Export it with shapes, or give the layout, "NCHW" or "NHWC", if it takes images.`);
  const [rows, ...each] = dimensions.length === 0 ? new Array<Dimension>(4).fill(undefined) : dimensions;
  const both = `${model} takes ${shown([rows, ...each])}, where the first is rows, and an example has the shape ${shown(example)}`;
  if (each.length !== example.length) throw new Error(`${both}: the axes differ in number.`);
  if (example.length !== 3 || !isChannels(example[2])) {
    if (!matches(each, example)) throw new Error(`${both}. These must be alike.`);
    const scale = scaleOf(scaling, 1, both);
    const size = sizeOf(example);
    return { shape: example, rows, write: (from, at, into, offset) => copy(from, at, into, offset, size, scale) };
  }
  return { rows, ...imageInput(each, example as [number, number, number], scaling, asked, both) };
}

function imageInput(each: readonly Dimension[], [height, width, channels]: readonly [number, number, number], scaling: InputScaling, asked: ImageLayout | undefined, both: string): Omit<ModelInput, 'rows'> {
  const layout = asked ?? layoutOf(each, [height, width], both);
  const [h, w, c = channels] = layout === 'NHWC' ? each : [each[1], each[2], each[0]];
  if (!isChannels(c)) throw new Error(`${both}: of images in ${layout} it takes ${c} channels, and only 1 (grey) and 3 (colour) are known. Give the layout if it is another.`);
  if (!matches([h, w], [height, width])) {
    throw new Error(`${both}: it takes images of ${h ?? 'any'}x${w ?? 'any'} pixels (height and width), not ${height}x${width}. Ask the family for them${h === w ? ` (size: ${h})` : ''}.`);
  }
  if (c < channels) throw new Error(`${both}: it takes grey images, not colour. Ask the family for grey ones (channels: 1).`);
  const scale = scaleOf(scaling, c, both);
  const pixels = height * width;
  const [pixelStep, channelStep] = layout === 'NHWC' ? [c, 1] : [1, pixels];
  return {
    layout,
    shape: layout === 'NHWC' ? [height, width, c] : [c, height, width],
    write(from, at, into, offset) {
      for (let channel = 0; channel < c; channel++) {
        const { mean, std } = scale[channel];
        const source = at + (channels === 1 ? 0 : channel);
        for (let pixel = 0; pixel < pixels; pixel++) into[offset + pixel * pixelStep + channel * channelStep] = (from[source + pixel * channels] - mean) / std;
      }
    },
  };
}

/** The layout that the model's shape tells: the axis of 1 or 3 is the channels; where both ends are, the pixels decide. */
function layoutOf(each: readonly Dimension[], size: readonly number[], both: string): ImageLayout {
  const possible = (['NCHW', 'NHWC'] as const).filter((layout) => isChannels(each[layout === 'NCHW' ? 0 : 2]));
  const fitting = possible.length < 2 ? possible : possible.filter((layout) => matches(layout === 'NCHW' ? each.slice(1) : each.slice(0, 2), size));
  if (fitting.length !== 1) throw new Error(`${both}: which of its axes are the channels is not to be seen. Give the layout, "NCHW" or "NHWC".`);
  return fitting[0];
}

function scaleOf({ mean = [0], std = [1] }: InputScaling, channels: number, both: string): { mean: number; std: number }[] {
  for (const [name, values] of Object.entries({ mean, std })) {
    if ((values.length !== 1 && values.length !== channels) || !values.every(Number.isFinite)) {
      throw new RangeError(`${name} must be a list of one number${channels > 1 ? ` or of ${channels}, one for each channel` : ''}, got ${JSON.stringify(values)}. ${both}.`);
    }
  }
  if (std.some((value) => value <= 0)) throw new RangeError(`std divides the input and must be above 0, got ${JSON.stringify(std)}.`);
  return Array.from({ length: channels }, (_, channel) => ({ mean: mean[channel % mean.length], std: std[channel % std.length] }));
}

function copy(from: ArrayLike<number>, at: number, into: Float32Array, offset: number, size: number, [{ mean, std }]: readonly { mean: number; std: number }[]): void {
  for (let i = 0; i < size; i++) into[offset + i] = (from[at + i] - mean) / std;
}

function matches(dimensions: readonly Dimension[], shape: Shape): boolean {
  return dimensions.every((length, axis) => length === undefined || length === shape[axis]);
}

function isChannels(length: Dimension): length is 1 | 3 {
  return length === 1 || length === 3;
}

function shown(dimensions: readonly Dimension[]): string {
  return `(${dimensions.map((length) => length ?? 'any').join(', ')})`;
}
