import { generatorOf, uniformOf, type Key } from '../random/index.js';
import type { ExampleClasses } from '../tasks/index.js';
import { writeWarped, type Affine } from './images/warp.js';
import { turnedClasses } from './turned-classes.js';

/** How training images are varied. What is absent is left as it is. */
export interface Augmentation {
  /** Whether the classes turned by 90, 180 and 270 degrees are training classes of their own. */
  readonly turns?: boolean;
  /** Whether every other image is mirrored, left to right. */
  readonly flip?: boolean;
  /** The most pixels, up or down and to either side, that an image is shifted by: a random crop of the image padded by as many. */
  readonly shift?: number;
  /** The least part of height and width, in (0, 1], of a window that is cut out anywhere and enlarged to the whole. */
  readonly crop?: number;
  readonly affine?: {
    /** The largest turn to either side, in degrees. */
    readonly degrees?: number;
    /** The largest change of size: images are enlarged by factors from 1 - scale to 1 + scale. */
    readonly scale?: number;
    /** The largest slant to either side, in degrees. */
    readonly shear?: number;
  };
  /** The largest change of brightness: values are multiplied by factors from 1 - brightness to 1 + brightness, and clipped to [0, 1]. */
  readonly brightness?: number;
}

/**
 * Classes whose images come out varied wherever they are drawn with a key, which alone decides how: the same key, the same bits, and
 * what one option draws does not depend on the others. An image is cut out, mirrored, scaled, slanted, turned and shifted in a single
 * bilinear interpolation; where it does not reach, the colour of its edge goes on. All draws are uniform.
 *
 * @param inputShape (height, width, channels).
 * @throws RangeError where an option is out of range, or images to be turned are not square.
 */
export function augmented(classes: ExampleClasses, inputShape: readonly number[], augmentation: Augmentation): ExampleClasses {
  check(augmentation, inputShape);
  const source = augmentation.turns ? turnedClasses(classes, inputShape) : classes;
  const size = inputShape.reduce((product, length) => product * length, 1);
  const plain = new Float32Array(size);
  return {
    ...source,
    write(index, example, into, offset, key) {
      if (!key) return source.write(index, example, into, offset);
      source.write(index, example, plain, 0, key);
      const { place, light } = draw(augmentation, inputShape, key);
      writeWarped(plain, inputShape, place, into, offset);
      if (light !== 1) for (let i = offset; i < offset + size; i++) into[i] = Math.min(1, Math.max(0, light * into[i]));
    },
  };
}

/** Where an image's pixels are read and what they are multiplied by. */
function draw(augmentation: Augmentation, [height, width]: readonly number[], key: Key): { place: Affine; light: number } {
  const { flip, shift = 0, crop = 1, affine: { degrees = 0, scale = 0, shear = 0 } = {}, brightness = 0 } = augmentation;
  const generator = generatorOf(key);
  // Every number is drawn, wanted or not, so that one option changes nothing in the others.
  const [side, across, along, turning, sizing, slanting, window, windowX, windowY, lighting] = Array.from({ length: 10 }, () => uniformOf(generator));
  const either = (most: number, at: number): number => (most === 0 ? 0 : most * (2 * at - 1));
  const mirror = flip && side < 0.5 ? -1 : 1;
  const moveX = Math.floor(across * (2 * shift + 1)) - shift;
  const moveY = Math.floor(along * (2 * shift + 1)) - shift;
  const angle = (either(degrees, turning) * Math.PI) / 180;
  const slant = Math.tan((either(shear, slanting) * Math.PI) / 180);
  const part = crop + (1 - crop) * window;
  const shrink = part / (1 + either(scale, sizing));
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // The way back from the result, about its centre: shifted back, turned back, straightened, then to the source's size and side.
  const [a, b, d, e] = [mirror * shrink * (cos - slant * sin), -mirror * shrink * (sin + slant * cos), shrink * sin, shrink * cos];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const [fromX, fromY] = [-middleX - moveX, -middleY - moveY];
  const c = a * fromX + b * fromY + middleX + either(((1 - part) * width) / 2, windowX);
  const f = d * fromX + e * fromY + middleY + either(((1 - part) * height) / 2, windowY);
  return { place: [a, b, c, d, e, f], light: 1 + either(brightness, lighting) };
}

const options = ['turns', 'flip', 'shift', 'crop', 'affine', 'brightness'];
const affineOptions = ['degrees', 'scale', 'shear'];

function check(augmentation: Augmentation, inputShape: readonly number[]): void {
  const { shift = 0, crop = 1, affine = {}, brightness = 0 } = augmentation;
  const strange = [...Object.keys(augmentation).filter((name) => !options.includes(name)), ...Object.keys(affine).filter((name) => !affineOptions.includes(name))];
  if (strange.length > 0) throw new RangeError(`There is no augmentation "${strange[0]}": there are ${options.join(', ')}, and in affine ${affineOptions.join(', ')}.`);
  if (inputShape.length !== 3) throw new RangeError(`Augmentation is of images (height, width, channels), these inputs have the shape (${inputShape.join(', ')}).`);
  const side = Math.min(inputShape[0], inputShape[1]);
  if (!Number.isInteger(shift) || shift < 0 || shift >= side) throw new RangeError(`augmentation.shift must be a whole number of pixels from 0 to ${side - 1}, got ${shift}.`);
  if (!(crop > 0 && crop <= 1)) throw new RangeError(`augmentation.crop must be a part of the image above 0 and at most 1, got ${crop}.`);
  const within = (name: string, value: number, most: number): void => {
    if (!(value >= 0 && value <= most)) throw new RangeError(`augmentation.${name} must be a number from 0 to ${most}, got ${value}.`);
  };
  within('affine.degrees', affine.degrees ?? 0, 180);
  within('affine.scale', affine.scale ?? 0, 0.9);
  within('affine.shear', affine.shear ?? 0, 60);
  within('brightness', brightness, 1);
}
