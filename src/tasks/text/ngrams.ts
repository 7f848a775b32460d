/** Which pieces of a text stand for it. */
export interface Ngrams {
  /** Runs of words up to this length: 1 is single words, 2 also pairs. 0 is none. */
  readonly words: number;
  /** The shortest and longest run of letters within a word, whose beginning and end count as letters. `false` is none. */
  readonly characters: readonly [shortest: number, longest: number] | false;
}

/** @throws RangeError where the numbers make no sense, or there would be no pieces at all. */
export function checkNgrams({ words, characters }: Ngrams): void {
  if (!Number.isInteger(words) || words < 0 || words > 5) throw new RangeError(`words must be a whole number from 0 to 5, got ${words}.`);
  if (characters === false) {
    if (words === 0) throw new RangeError('A text has no pieces with words: 0 and characters: false. Give one of them.');
    return;
  }
  const [shortest, longest] = characters;
  if (!Number.isInteger(shortest) || !Number.isInteger(longest) || shortest < 1 || longest < shortest || longest > 10) {
    throw new RangeError(`characters must be false or a range [shortest, longest] of whole numbers from 1 to 10, got ${JSON.stringify(characters)}.`);
  }
}

/** A text with the differences taken out that mean nothing: of case, of Unicode's compatible forms, of apostrophes and of blanks. */
export function plainText(text: string): string {
  return text.normalize('NFKC').toLowerCase().replace(/[’ʼ]/g, "'").replace(/\s+/gu, ' ').trim();
}

/** The words of a text: runs of letters and digits, apostrophes within them, and each sign ($, +, an emoji) by itself. */
export function wordsOf(text: string): string[] {
  return plainText(text).match(/[\p{L}\p{M}\p{N}]+(?:'[\p{L}\p{M}\p{N}]+)*|\p{S}/gu) ?? [];
}

/**
 * The hashes of all pieces of a text, with repetition: those of words first, then those of letters. 32 bits each, as signed numbers; the same
 * on every machine. The words are marked off as in fastText (Bojanowski et al. 2017): "<the>" gives "<th", "the", "he>".
 */
export function ngramHashes(text: string, { words, characters }: Ngrams): number[] {
  const found: number[] = [];
  const all = wordsOf(text).map((word) => Array.from(word, (letter) => letter.codePointAt(0) as number));
  const pieces = (units: readonly (readonly number[])[], shortest: number, longest: number, kind: number): void => {
    for (let start = 0; start + shortest <= units.length; start++) {
      let state = kind;
      for (let length = 1; length <= longest && start + length <= units.length; length++) {
        for (const unit of units[start + length - 1]) state = absorb(state, unit);
        if (length >= shortest) found.push(scatter(state));
      }
    }
  };
  // A word ends with a blank, so that no two runs of words are spelt alike.
  if (words > 0) pieces(all.map((word) => [...word, blank]), 1, words, wordKind);
  if (characters) for (const word of all) pieces([begin, ...word, end].map((letter) => [letter]), ...characters, letterKind);
  return found;
}

const [blank, begin, end] = [' ', '<', '>'].map((letter) => letter.charCodeAt(0));

/** Where the hashes of words and of runs of letters start: "to" the word is not "to" within "stop". */
const [wordKind, letterKind] = [0x811c9dc5, 0x2f0b4c47];

/** A step of FNV-1a, by code points. */
function absorb(state: number, letter: number): number {
  return Math.imul(state ^ letter, 0x01000193);
}

/** The finaliser of MurmurHash3: every bit of the result depends on every bit of the state. */
function scatter(state: number): number {
  let word = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35);
  return word ^ (word >>> 16);
}

/** The bucket of a hash, from 0 to `buckets` - 1. Its highest bit has no part in it. */
export function bucketOf(hash: number, buckets: number): number {
  return (hash & 0x7fffffff) % buckets;
}
