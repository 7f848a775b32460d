import { allocate } from '../graph/dtype.js';
import type { NdArray } from '../graph/ndarray.js';
import { sizeOf, type Shape } from '../graph/shape.js';
import { foldIn, generatorOf, sampleWithoutReplacement, type Key } from '../random/index.js';
import { countRange, drawCount, type Count } from './count.js';
import type { HostTask, Split } from './task.js';

/** Classes with examples of each: what few-shot classification tasks are drawn from. Every class has its own examples. */
export interface ExampleClasses {
  /** How many classes there are. */
  readonly count: number;
  /** The name of a class, for messages. */
  nameOf(index: number): string;
  /** How many examples a class has. */
  sizeOf(index: number): number;
  /**
   * Writes one example's numbers into `into` from `offset` on.
   * @param key what may be drawn in writing it (an augmentation) is a function of; without it nothing is drawn.
   */
  write(index: number, example: number, into: Float32Array, offset: number, key?: Key): void;
}

/** The size of an N-way K-shot episode. */
export interface EpisodeSizes {
  /** Classes of a task, at least 2. */
  readonly ways: Count;
  /** Support examples of each class. */
  readonly shots: Count;
  /** Query examples of each class. */
  readonly queries: Count;
}

/**
 * Draws N-way K-shot episodes (Vinyals et al. 2016): classes without replacement, labelled in random order, and of each class
 * examples without replacement, so that support and query share none.
 *
 * Rows are ordered by label: row `label * shots + i` of the support, `label * queries + i` of the query. Ranges are drawn once per task;
 * arrays then have the size of the maxima, examples that the task lacks are zeros with `mask` zero (they keep their label), and a task of w ways
 * has the labels below w, with `classes` one for these. Where nothing varies there is neither `mask` nor `classes`.
 *
 * @param inputShape the shape of one example.
 * @throws RangeError at once, where a split has fewer classes than `ways` or a class fewer examples than shots + queries.
 */
export function episodes(
  name: string,
  splits: Readonly<Record<Split, ExampleClasses>>,
  inputShape: Shape,
  sizes: EpisodeSizes,
): (split: Split, key: Key) => HostTask {
  const ways = countRange('ways', sizes.ways, 2);
  const shots = countRange('shots', sizes.shots);
  const queries = countRange('queries', sizes.queries);
  for (const split of Object.keys(splits) as Split[]) check(name, split, splits[split], ways[1], shots[1], queries[1]);

  const size = sizeOf(inputShape);
  const varies = (range: readonly [number, number]): boolean => range[0] !== range[1];
  const empty = (each: number, masked: boolean): HostExamples => {
    const rows = ways[1] * each;
    const y = allocate('int32', rows) as Int32Array;
    for (let row = 0; row < rows; row++) y[row] = Math.floor(row / each);
    return {
      x: { data: new Float32Array(rows * size), shape: [rows, ...inputShape], dtype: 'float32' },
      y: { data: y, shape: [rows], dtype: 'int32' },
      ...(masked ? { mask: { data: new Float32Array(rows), shape: [rows], dtype: 'float32' } } : {}),
    };
  };
  const put = (set: HostExamples, row: number, write: (into: Float32Array, offset: number) => void): void => {
    write(set.x.data as Float32Array, row * size);
    if (set.mask) set.mask.data[row] = 1;
  };

  return (split, key) => {
    const source = splits[split];
    const generator = generatorOf(key);
    const taskWays = drawCount(ways, generator);
    const taskShots = drawCount(shots, generator);
    const taskQueries = drawCount(queries, generator);
    const support = empty(shots[1], varies(ways) || varies(shots));
    const query = empty(queries[1], varies(ways) || varies(queries));
    const drawn = sampleWithoutReplacement(foldIn(key, 0), source.count, taskWays);
    drawn.forEach((index, label) => {
      const own = foldIn(key, label + 1);
      const examples = sampleWithoutReplacement(own, source.sizeOf(index), taskShots + taskQueries);
      examples.forEach((example, i) => {
        const [set, row] = i < taskShots ? [support, label * shots[1] + i] : [query, label * queries[1] + i - taskShots];
        put(set, row, (into, offset) => source.write(index, example, into, offset, foldIn(own, example)));
      });
    });
    if (!varies(ways)) return { support, query };
    const classes: NdArray = { data: new Float32Array(ways[1]).fill(1, 0, taskWays), shape: [ways[1]], dtype: 'float32' };
    return { support, query, classes };
  };
}

interface HostExamples {
  x: NdArray;
  y: NdArray;
  mask?: NdArray;
}

function check(name: string, split: Split, source: ExampleClasses, ways: number, shots: number, queries: number): void {
  if (source.count < ways) {
    throw new RangeError(`A ${ways}-way task of ${name} needs ${ways} classes, but its ${split} split has ${source.count}. Ask for fewer ways.`);
  }
  for (let index = 0; index < source.count; index++) {
    if (source.sizeOf(index) < shots + queries) {
      throw new RangeError(
        `Class "${source.nameOf(index)}" of ${name} (${split}) has ${source.sizeOf(index)} examples, but ${shots} shots and ${queries} queries need ${shots + queries}. Ask for fewer, or add examples.`,
      );
    }
  }
}
