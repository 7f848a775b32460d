import { generatorOf, uniformOf, type Key } from '../../random/index.js';
import { requireOptions } from '../../nn/require-options.js';
import { episodeSizes, type EpisodeSizes } from '../../tasks/index.js';
import { classFamily, defaultQueries, type ClassFamily } from '../family.js';
import { inventedAlphabets } from '../glyphs/alphabet.js';
import { drawCharacter, type Character } from '../glyphs/character.js';
import { place } from '../glyphs/place.js';
import { followPen } from './pen.js';
import type { SeriesFormat } from './series-format.js';

export interface StrokesOptions extends Partial<EpisodeSizes> {
  /** Points of a drawing. Default 32. */
  readonly steps?: number;
  /** The seed of the alphabet: another seed, other characters; the same seed, those of `glyphs`. */
  readonly seed?: number;
}

/**
 * Invented handwritten characters as the movement of a pen, drawn by program: few-shot classes of series that need no files. A drawing is float32
 * (steps, 3): x and y, about -1 to 1 with y pointing down, and whether the pen has drawn a line to this point (1) or was put down here (0).
 *
 * The characters are those of `glyphs`. A hand varies their points, slant, turn, size and place, how fast it draws, which end of a stroke it starts from, and the
 * order of strokes. There are 1000 characters for training, 200 for validation and 500 for testing.
 */
export function strokes(options: StrokesOptions = {}): ClassFamily {
  requireOptions('strokes', options, { ...episodeSizes, steps: true, seed: true });
  const { ways = 5, shots = 1, queries = defaultQueries, balance, steps = 32, seed = 0 } = options;
  // A character has at most four strokes, each with a start and an end.
  if (!Number.isInteger(steps) || steps < 8 || steps > 1024) throw new RangeError(`steps must be a whole number of points from 8 to 1024, got ${steps}.`);
  const series: SeriesFormat = { steps, channels: ['x', 'y', 'drawn'], padded: false };
  const splits = inventedAlphabets(seed, (character, key, into, offset) => writeStrokes(character, key, steps, into, offset));
  return classFamily('strokes', splits, [steps, 3], { ways, shots, queries, balance }, { seed, version: 1, series });
}

/** One drawing of a character, by a hand that `key` decides. */
function writeStrokes(character: Character, key: Key, steps: number, into: Float32Array, offset: number): void {
  const generator = generatorOf(key);
  const draw = (low: number, high: number): number => low + (high - low) * uniformOf(generator);
  const chance = (probability: number): boolean => uniformOf(generator) < probability;
  const scale = draw(1.4, 2);
  const path = [...drawCharacter(character, key)];
  place(path, { turn: draw(-0.25, 0.25), slant: draw(-0.25, 0.25), wide: scale * draw(0.85, 1.15), tall: scale * draw(0.85, 1.15), left: draw(-0.2, 0.2), top: draw(-0.2, 0.2) });
  if (chance(0.25)) path.push(path.shift()!);
  const strokes = path.map((line) => (chance(0.2) ? backwards(line) : line));
  followPen(strokes, draw(0.75, 1.33), steps, into, offset);
}

/** The same points from the last to the first. */
function backwards(line: Float64Array): Float64Array {
  return line.map((_, i) => line[line.length - 2 - (i & ~1) + (i & 1)]);
}
