import { foldIn, generatorOf, uniformOf } from '../random/index.js';
import type { HostTask, TaskFamily } from '../tasks/index.js';
import type { ClassFamily } from './family.js';

/**
 * All training classes of a family as one problem of classification: what a model is trained on that knows nothing of tasks, for comparison.
 * Each "task" is a batch of images drawn from all these classes, with the class itself as label; half of it stands as support, half as query.
 *
 * @param rows the size of a batch, an even number.
 */
export function pooledClasses({ name, inputShape, splits, description }: ClassFamily, rows = 128): TaskFamily {
  if (!Number.isInteger(rows) || rows < 2 || rows % 2 !== 0) throw new RangeError(`A pooled batch must have an even number of rows, at least 2, got ${rows}.`);
  const classes = splits.train;
  const half = rows / 2;
  const size = inputShape.reduce((product, length) => product * length, 1);
  return {
    name: `${name}, pooled`,
    inputShape,
    target: { kind: 'classes', ways: classes.count },
    description: { ...description, rows },
    sample(_, key): HostTask {
      const generator = generatorOf(key);
      let drawn = 0;
      const below = (count: number): number => Math.floor(uniformOf(generator) * count);
      const draw = (): HostTask['support'] => {
        const x = new Float32Array(half * size);
        const y = new Int32Array(half);
        for (let row = 0; row < half; row++) {
          y[row] = below(classes.count);
          classes.write(y[row], below(classes.sizeOf(y[row])), x, row * size, foldIn(key, drawn++));
        }
        return { x: { data: x, shape: [half, ...inputShape], dtype: 'float32' }, y: { data: y, shape: [half], dtype: 'int32' } };
      };
      return { support: draw(), query: draw() };
    },
  };
}
