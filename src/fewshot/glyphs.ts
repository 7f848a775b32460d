import { foldIn, generatorOf, key as seedKey, uniformOf, type Key } from '../random/index.js';
import type { EpisodeSizes, ExampleClasses } from '../tasks/index.js';
import { defaultQueries, imageFamily, type ClassFamily } from './family.js';
import { drawCharacter, inventCharacter, type Character } from './glyphs/character.js';
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
export function glyphs({ ways = 5, shots = 1, queries = defaultQueries, size = 28, seed = 0 }: GlyphsOptions = {}): ClassFamily {
  if (!Number.isInteger(size) || size < 8 || size > 256) throw new RangeError(`size must be a whole number of pixels from 8 to 256, got ${size}.`);
  const pool = (part: number, count: number): ExampleClasses => alphabet(foldIn(seedKey(seed), part), count, size);
  const splits = { train: pool(0, 1000), validation: pool(1, 200), test: pool(2, 500) };
  return imageFamily('glyphs', splits, { height: size, width: size, channels: 1, invert: true }, { ways, shots, queries }, { seed, version: 1 });
}

/** More drawings of a character than a run will ask for: the number of a drawing is all that is kept of it. */
const drawings = 2 ** 30;

function alphabet(key: Key, count: number, size: number): ExampleClasses {
  const characters = new Array<Character | undefined>(count);
  return {
    count,
    nameOf: (index) => `character ${index}`,
    sizeOf: () => drawings,
    write(index, example, into, offset) {
      const own = foldIn(key, index);
      const character = (characters[index] ??= inventCharacter(own));
      writeGlyph(character, foldIn(own, example), size, into, offset);
    },
  };
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
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const path = drawCharacter(character, key);
  for (const line of path) {
    for (let i = 0; i < line.length; i += 2) {
      const x = wide * (line[i] - slant * line[i + 1]);
      const y = tall * line[i + 1];
      line[i] = left + cos * x - sin * y;
      line[i + 1] = top + sin * x + cos * y;
    }
  }
  into.fill(0, offset, offset + size * size);
  renderPath(path, radius, size, into, offset);
}
