import { foldIn, key as seedKey, type Key } from '../../random/index.js';
import type { ExampleClasses, Split } from '../../tasks/index.js';
import { inventCharacter, type Character } from './character.js';

/** Writes one drawing of a character, by a hand that `key` decides, into `into` from `offset` on. */
export type DrawCharacter = (character: Character, key: Key, into: Float32Array, offset: number) => void;

/** Invented characters as classes: 1000 for training, 200 for validation and 500 for testing, none in two of them. Another seed, other characters. */
export function inventedAlphabets(seed: number, draw: DrawCharacter): Record<Split, ExampleClasses> {
  const pool = (part: number, count: number): ExampleClasses => alphabet(foldIn(seedKey(seed), part), count, draw);
  return { train: pool(0, 1000), validation: pool(1, 200), test: pool(2, 500) };
}

/** More drawings of a character than a run will ask for: the number of a drawing is all that is kept of it. */
const drawings = 2 ** 30;

function alphabet(key: Key, count: number, draw: DrawCharacter): ExampleClasses {
  const characters = new Array<Character | undefined>(count);
  return {
    count,
    nameOf: (index) => `character ${index}`,
    sizeOf: () => drawings,
    write(index, example, into, offset) {
      const own = foldIn(key, index);
      const character = (characters[index] ??= inventCharacter(own));
      draw(character, foldIn(own, example), into, offset);
    },
  };
}
