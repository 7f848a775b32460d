import type { ExampleClasses } from '../tasks/index.js';
import { writeTurned } from './images/turn.js';

/**
 * Classes of square images, each also turned by 90, 180 and 270 degrees as classes of their own, as in Santoro et al. 2016: four times as many.
 * Class `4 i + t` is class `i` turned counter-clockwise by `t` quarters.
 *
 * @param inputShape (size, size, channels).
 * @param meet whether two turns of one class may be in the same task.
 * @throws RangeError where images are not square.
 */
export function turnedClasses(classes: ExampleClasses, inputShape: readonly number[], { meet = true }: { readonly meet?: boolean } = {}): ExampleClasses {
  const [height, width, channels] = inputShape;
  if (inputShape.length !== 3 || height !== width) {
    throw new RangeError(`Quarter turns need square images (size, size, channels), these are (${inputShape.join(', ')}). Resize them to a square, or leave turns out.`);
  }
  const upright = new Float32Array(height * width * channels);
  return {
    count: 4 * classes.count,
    ...(meet ? {} : { variants: 4 * (classes.variants ?? 1) }),
    nameOf: (index) => `${classes.nameOf(index >> 2)}${index & 3 ? ` turned by ${90 * (index & 3)} degrees` : ''}`,
    sizeOf: (index) => classes.sizeOf(index >> 2),
    write(index, example, into, offset, key) {
      if ((index & 3) === 0) return classes.write(index >> 2, example, into, offset, key);
      classes.write(index >> 2, example, upright, 0, key);
      writeTurned(upright, height, channels, index & 3, into, offset);
    },
  };
}
