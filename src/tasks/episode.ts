import { sizeOf, type Shape } from '../graph/shape.js';
import type { OptionNames } from '../nn/require-options.js';
import { foldIn, generatorOf, integerBelow, sampleWithoutReplacement, type Key } from '../random/index.js';
import { bucketPadding } from './buckets.js';
import { countRange, drawCount, type Count } from './count.js';
import { onesThenZeros } from './pad.js';
import type { HostExamples, HostTask, Split } from './task.js';

/** Classes with examples of each: what few-shot classification tasks are drawn from. Every class has its own examples. */
export interface ExampleClasses {
  /** How many classes there are. */
  readonly count: number;
  /** Classes stand in runs of this many variants of one thing (its turns), of which a task has at most one. Default 1: any classes may meet. */
  readonly variants?: number;
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
  /** Whether the classes of a task have equally many shots, or each draws its own number from the range `shots`. Default 'equal'. */
  readonly balance?: 'equal' | 'varied';
}

/** For families that take them beside others to say which. */
export const episodeSizes: OptionNames<EpisodeSizes> = { ways: true, shots: true, queries: true, balance: true };

/**
 * Draws N-way K-shot episodes (Vinyals et al. 2016): classes without replacement, labelled in random order, and of each class
 * examples without replacement, so that support and query share none.
 *
 * Rows are ordered by label. Where their number varies from task to task, rows of zeros with `mask` zero come last, up to the next of a few sizes
 * (`bucketPadding`). Where ways vary, a task of w ways has the labels below w, with `classes` one for these. Where nothing varies there is neither
 * `mask` nor `classes`.
 *
 * @param inputShape the shape of one example.
 * @throws RangeError at once, where a split has fewer classes than `ways` or a class fewer examples than shots + queries, or classes should vary in shots
 *   without a range to draw from.
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
  const { balance = 'equal' } = sizes;
  if (balance === 'varied' && shots[0] === shots[1]) throw new RangeError(`The balance of classes cannot vary where each has ${shots[0]} shots: give shots as a range, such as [1, ${shots[0] + 1}].`);
  for (const split of Object.keys(splits) as Split[]) check(name, split, splits[split], ways[1], shots[1], queries[1]);
  const padSupport = bucketPadding(rowsOf(ways, shots));
  const padQuery = bucketPadding(rowsOf(ways, queries));

  return (split, key) => {
    const source = splits[split];
    const generator = generatorOf(key);
    const taskWays = drawCount(ways, generator);
    const taskShots = drawCount(shots, generator);
    const taskQueries = drawCount(queries, generator);
    const shotsOf = Array.from({ length: taskWays }, () => (balance === 'varied' ? drawCount(shots, generator) : taskShots));
    const support = new Rows(inputShape, shotsOf.reduce((total, each) => total + each));
    const query = new Rows(inputShape, taskWays * taskQueries);
    drawClasses(source, taskWays, foldIn(key, 0)).forEach((index, label) => {
      const own = foldIn(key, label + 1);
      sampleWithoutReplacement(own, source.sizeOf(index), shotsOf[label] + taskQueries).forEach((example, i) => {
        const rows = i < shotsOf[label] ? support : query;
        rows.add(label, (into, offset) => source.write(index, example, into, offset, foldIn(own, example)));
      });
    });
    const task = { support: padSupport(support.examples), query: padQuery(query.examples) };
    return ways[0] === ways[1] ? task : { ...task, classes: onesThenZeros(taskWays, ways[1]) };
  };
}

/** Classes without replacement, of each run of variants one at most. */
function drawClasses({ count, variants = 1 }: ExampleClasses, ways: number, key: Key): number[] {
  const runs = sampleWithoutReplacement(key, count / variants, ways);
  return variants === 1 ? runs : runs.map((run) => run * variants + integerBelow(foldIn(key, run), variants));
}

/** Labelled examples that are written one after the other. */
class Rows {
  private filled = 0;
  private readonly x: Float32Array;
  private readonly y: Int32Array;

  constructor(
    private readonly inputShape: Shape,
    private readonly count: number,
  ) {
    this.x = new Float32Array(count * sizeOf(inputShape));
    this.y = new Int32Array(count);
  }

  add(label: number, write: (into: Float32Array, offset: number) => void): void {
    this.y[this.filled] = label;
    write(this.x, this.filled * sizeOf(this.inputShape));
    this.filled++;
  }

  get examples(): HostExamples {
    return { x: { data: this.x, shape: [this.count, ...this.inputShape], dtype: 'float32' }, y: { data: this.y, shape: [this.count], dtype: 'int32' } };
  }
}

/** The fewest and the most rows of a set of so many classes with so many examples each. */
function rowsOf(ways: readonly [number, number], each: readonly [number, number]): readonly [number, number] {
  return [ways[0] * each[0], ways[1] * each[1]];
}

function check(name: string, split: Split, source: ExampleClasses, ways: number, shots: number, queries: number): void {
  const most = source.count / (source.variants ?? 1);
  if (most < ways) throw new RangeError(`A ${ways}-way task of ${name} needs ${ways} classes, but its ${split} split has ${most}. Ask for fewer ways.`);
  for (let index = 0; index < source.count; index++) {
    if (source.sizeOf(index) < shots + queries) {
      throw new RangeError(
        `Class "${source.nameOf(index)}" of ${name} (${split}) has ${source.sizeOf(index)} examples, but ${shots} shots and ${queries} queries need ${shots + queries}. Ask for fewer, or add examples.`,
      );
    }
  }
}
