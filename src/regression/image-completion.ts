import { glyphs, type ClassFamily } from '../fewshot/index.js';
import { formatShape, ndarray } from '../graph/index.js';
import { foldIn, generatorOf, integerBelow, sampleWithoutReplacement, type Key } from '../random/index.js';
import { bucketPadding, countRange, drawCount, type Count, type HostExamples, type Split, type TaskFamily } from '../tasks/index.js';
import { pixelGrid } from './pixels.js';

export interface ImageCompletionOptions {
  /** Where the images are from. Default: drawn glyphs. */
  readonly source?: Pick<ClassFamily, 'name' | 'inputShape' | 'splits' | 'description'>;
  /** Height and width of the drawn glyphs, where there is no other source. Default 14. */
  readonly size?: number;
  /** Pixels that are seen, or a range that each task draws from. Default 40. */
  readonly shots?: Count;
  /** Pixels to be told, none of those that are seen. Default: all others, where the most are seen. */
  readonly queries?: number;
}

/**
 * Image completion as regression (Garnelo et al. 2018, section 4.2): a task is one image, x the coordinates of pixels as of `pixelGrid`, float32 (N, 2), and y
 * their values, grey or of each colour, (N, channels). The support set is some of its pixels, drawn at random, the query set others.
 *
 * Each split has the images of its own classes. Where the number of shots varies, support sets are padded and masked.
 * @throws RangeError where the images have fewer pixels than a task needs.
 */
export function imageCompletion({ source, size, shots = 40, queries }: ImageCompletionOptions = {}): TaskFamily {
  if (source && size !== undefined) throw new RangeError(`size is that of the built-in glyphs; the images of ${source.name} have one of their own. Leave out size or source.`);
  const { name, inputShape, splits, description } = source ?? glyphs({ size: size ?? 14, queries: 1 });
  if (inputShape.length !== 3) throw new RangeError(`Image completion needs images (height, width, channels), and the inputs of ${name} are ${formatShape(inputShape)}.`);
  const [height, width, channels] = inputShape;
  const pixels = height * width;
  const shotRange = countRange('shots', shots);
  const others = queries ?? pixels - shotRange[1];
  if (queries !== undefined) countRange('queries', queries);
  if (others < 1 || shotRange[1] + others > pixels) {
    throw new RangeError(`Images of ${height} x ${width} have ${pixels} pixels, too few for ${shotRange[1]} shots and ${Math.max(others, 1)} queries.`);
  }
  const grid = pixelGrid(height, width).data;
  const pad = bucketPadding(shotRange);

  return {
    name: `completion of ${name}`,
    inputShape: [2],
    target: { kind: 'values', outputs: channels },
    description: { ...(({ ways: _, ...rest }) => rest)(description), shots, queries: others },
    sample(split: Split, key: Key) {
      const image = new Float32Array(pixels * channels);
      const classes = splits[split];
      const index = integerBelow(foldIn(key, 0), classes.count);
      classes.write(index, integerBelow(foldIn(key, 1), classes.sizeOf(index)), image, 0, foldIn(key, 2));
      const examples = (places: readonly number[]): HostExamples => ({
        x: ndarray(Float32Array.from(places.flatMap((at) => [grid[2 * at], grid[2 * at + 1]])), [places.length, 2]),
        y: ndarray(Float32Array.from(places.flatMap((at) => [...image.subarray(at * channels, (at + 1) * channels)])), [places.length, channels]),
      });
      const seen = drawCount(shotRange, generatorOf(foldIn(key, 3)));
      const places = sampleWithoutReplacement(foldIn(key, 4), pixels, shotRange[1] + others);
      return { support: pad(examples(places.slice(0, seen))), query: examples(places.slice(shotRange[1])) };
    },
  };
}
