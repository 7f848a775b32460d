import { requireOptions } from '../nn/require-options.js';
import { generatorOf, uniformOf, type Key } from '../random/index.js';
import { episodeSizes, type EpisodeSizes } from '../tasks/index.js';
import { defaultQueries, imageFamily, type ClassFamily } from './family.js';
import { inventedAlphabets } from './glyphs/alphabet.js';
import { drawCharacter, type Character } from './glyphs/character.js';
import { place } from './glyphs/place.js';
import { renderPath } from './glyphs/render.js';

export interface GlyphsOptions extends Partial<EpisodeSizes> {
  /** Height and width of the images in pixels. */
  readonly size?: number;
  /** The seed of the alphabet: another seed, other characters. */
  readonly seed?: number;
}

/**
 * Invented handwritten characters, drawn by program: few-shot classes that need no files. Images are float32 (size, size, 1), ink = 1.
 *
 * A class is a plan of two to four joined strokes; a drawing jitters its points and varies slant, turn, size, place and pen. There are
 * 1000 characters for training, 200 for validation and 500 for testing, none in two of them, and no end of drawings of each.
 */
export function glyphs(options: GlyphsOptions = {}): ClassFamily {
  requireOptions('glyphs', options, { ...episodeSizes, size: true, seed: true });
  const { ways = 5, shots = 1, queries = defaultQueries, balance, size = 28, seed = 0 } = options;
  if (!Number.isInteger(size) || size < 8 || size > 256) throw new RangeError(`size must be a whole number of pixels from 8 to 256, got ${size}.`);
  const splits = inventedAlphabets(seed, (character, key, into, offset) => writeGlyph(character, key, size, into, offset));
  return imageFamily('glyphs', splits, { height: size, width: size, channels: 1, invert: true }, { ways, shots, queries, balance }, { seed, version: 1 });
}

/** One drawing of a character in a square image, by a hand and a pen that `key` decides. */
function writeGlyph(character: Character, key: Key, size: number, into: Float32Array, offset: number): void {
  const generator = generatorOf(key);
  const draw = (low: number, high: number): number => low + (high - low) * uniformOf(generator);
  const turn = draw(-0.25, 0.25);
  const slant = draw(-0.25, 0.25);
  const scale = size * draw(0.5, 0.7);
  const [wide, tall] = [scale * draw(0.85, 1.15), scale * draw(0.85, 1.15)];
  const [left, top] = [size * (0.5 + draw(-0.1, 0.1)), size * (0.5 + draw(-0.1, 0.1))];
  const radius = (size / 28) * draw(0.65, 1.05);
  const path = drawCharacter(character, key);
  place(path, { turn, slant, wide, tall, left, top });
  into.fill(0, offset, offset + size * size);
  renderPath(path, radius, size, into, offset);
}
