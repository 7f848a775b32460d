const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** What East Asian scripts and pictures take two columns for. */
const wide = /^(?:[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation})|\ufe0f/u;
const invisible = /^[\p{Cc}\p{Cf}\p{Mn}\p{Me}]+$/u;

/** The columns of a terminal that a text takes, which are not its letters: accents may be letters of their own, and some scripts take two columns each. */
export function displayWidth(text: string): number {
  // Most texts are of letters that take one each.
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  let columns = 0;
  for (const { segment } of graphemes.segment(text)) columns += wide.test(segment) ? 2 : invisible.test(segment) ? 0 : 1;
  return columns;
}

/** A text that takes no more columns than some: what is too much is left out of its middle, as names of files differ at their ends. */
export function shortened(text: string, most: number): string {
  if (displayWidth(text) <= most) return text;
  const letters = Array.from(graphemes.segment(text), ({ segment }) => segment);
  const taken = (from: readonly string[], room: number): string[] => {
    const kept: string[] = [];
    for (const letter of from) {
      room -= displayWidth(letter);
      if (room < 0) break;
      kept.push(letter);
    }
    return kept;
  };
  const half = Math.floor((most - 1) / 2);
  return `${taken(letters, most - 1 - half).join('')}…${taken(letters.reverse(), half).reverse().join('')}`;
}
