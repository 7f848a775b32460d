import { concat, mean, reshape, ShapeError, take, type Tensor } from '../graph/index.js';
import type { Examples, Given } from '../tasks/index.js';
import type { Algorithm } from './algorithm.js';

/** What a task is seen by besides its images as they are. */
export interface TestTimeAugmentationOptions {
  /** Pixels that the copies of an image are shifted by: up, down, left and right. Where a copy is not reached, the colour of the edge goes on. At least 1. */
  readonly shift: number;
}

/**
 * The same algorithm with test-time augmentation (as by Krizhevsky, Sutskever and Hinton 2012, section 4.1, for crops): a task is learned from its support
 * images and four shifted copies of each, and the logits of a query are the mean of those of the query and its copies. Meta-training is that of the
 * algorithm, so that one theta serves with and without. Adapting and predicting are five times the work.
 *
 * @throws RangeError where `shift` is not a whole number of at least 1; ShapeError, when adapting, where examples are no images (N, H, W, C) larger than it.
 */
export function testTimeAugmentation<Theta, Phi>(algorithm: Algorithm<Theta, Phi>, { shift }: TestTimeAugmentationOptions): Algorithm<Theta, Phi> {
  if (!Number.isInteger(shift) || shift < 1) throw new RangeError(`shift must be a whole number of pixels of at least 1, got ${shift}.`);
  const places = [[0, 0], [-shift, 0], [shift, 0], [0, -shift], [0, shift]] as const;
  const seen = (x: Tensor): Tensor => {
    if (x.rank !== 4 || Math.min(x.shape[1], x.shape[2]) <= shift) throw new ShapeError('test-time augmentation', [x], `it shifts images (N, H, W, C) by ${shift} pixel${shift === 1 ? '' : 's'}: give larger images, or leave it out.`);
    return concat(places.map(([down, right]) => moved(moved(x, down, 1), right, 2)));
  };
  const often = (rows: Tensor): Tensor => concat(places.map(() => rows));
  const all = ({ x, y, mask }: Examples): Examples => ({ x: seen(x), y: often(y), ...(mask ? { mask: often(mask) } : {}) });
  const given = (task: Given): Given => ({ ...task, support: all(task.support), ...(task.later ? { later: task.later.map(all) } : {}) });
  const { extend } = algorithm;

  return {
    ...algorithm,
    settings: { ...algorithm.settings, testShift: shift },
    adapt: (theta, task, options) => algorithm.adapt(theta, given(task), options),
    ...(extend && { extend: (phi, added, options) => extend(phi, { ...added, support: all(added.support), known: all(added.known) }, options) }),
    predict(phi, x, { mask, ...options } = {}) {
      const outputs = algorithm.predict(phi, seen(x), { ...options, ...(mask ? { mask: often(mask) } : {}) });
      return mean(reshape(outputs, [places.length, x.shape[0], ...outputs.shape.slice(1)]), 0);
    },
    statistics: (phi, support) => algorithm.statistics(phi, all(support)),
  };
}

/** Images whose content is moved along an axis, their edge going on. */
function moved(x: Tensor, by: number, axis: 1 | 2): Tensor {
  if (by === 0) return x;
  const last = x.shape[axis] - 1;
  return take(x, Array.from({ length: last + 1 }, (_, at) => Math.min(last, Math.max(0, at - by))), axis);
}
