/** Articles that a catalogue may have put behind, "Matrix, The", and that people leave out. */
const articles = 'the|a|an|le|la|les|un|une|des|der|die|das|ein|eine|el|los|las|il|lo|gli|uno|una|o|os|as|um|uma';
const behind = new RegExp(`^(.+), (${articles}|l'|gl')$`, 'iu');
const before = new RegExp(`^(?:${articles}|l|gl) (?=.)`, 'u');
const yearBehind = /\s*\((\d{4})(?:\s*[-–]\s*(?:\d{4})?)?\)\s*$/u;

/** A title as it is compared. */
export interface ReadTitle {
  /** Its plain forms, with and without an article: the whole, and where another title stands in brackets, each by itself. */
  readonly forms: readonly string[];
  readonly year?: string;
}

/** What a title says without case, accents, signs, articles and year: "Matrix, The (1999)" and "the matrix" are the same. */
export function readTitle(title: string): ReadTitle {
  const year = yearBehind.exec(title)?.[1];
  const named = title.replace(yearBehind, '').trim() || title.trim();
  const parts = /^(.+?)\s*\((.+)\)$/u.exec(named)?.slice(1) ?? [];
  return { forms: [...new Set([named, ...parts].flatMap(plainTitles))].filter((form) => form !== ''), year };
}

/** Words in small letters with one blank between them, and the same without the article before them; what has no letters or digits stays as it is. */
function plainTitles(title: string): string[] {
  const whole = wordsOf(title.replace(behind, '$2 $1')) || title.trim();
  return [whole, whole.replace(before, '')];
}

function wordsOf(title: string): string {
  return title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    // An elided article is a word of its own (l'ours), the end of a word is not (schindler's).
    .replace(/(?<![\p{L}\p{N}])(\p{L}{1,2})['’ʼ](?=\p{L})/gu, '$1 ')
    .replace(/['’ʼ]/gu, '')
    .replace(/&/gu, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
