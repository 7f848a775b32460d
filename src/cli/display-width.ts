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
