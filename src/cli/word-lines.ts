import { displayWidth } from './display-width.js';

/** The columns of a terminal; no end of them where there is none. */
export function roomOf({ isTTY, columns }: NodeJS.WriteStream): number {
  return isTTY && columns > 0 ? columns : Infinity;
}

/** A text in lines of whole words, each as long as there is room for. */
export function wordLines(text: string, width: number): string[] {
  const found: string[] = [''];
  for (const word of text.split(' ')) {
    const longer = found[found.length - 1] === '' ? word : `${found[found.length - 1]} ${word}`;
    if (displayWidth(longer) <= width || longer === word) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}

/** Names with texts beside them, each text in lines of its own that have the same beginning. */
export function besideNames(entries: readonly (readonly [name: string, ...texts: string[]])[], width: number, room = roomOf(process.stdout)): string {
  const lines = entries.flatMap(([name, ...texts]) => {
    const told = texts.flatMap((text) => wordLines(text, Math.max(20, room - width)));
    return told.map((line, i) => `${(i === 0 ? name : '').padEnd(width)}${line}`);
  });
  return lines.join('\n');
}

/** Paragraphs in lines that fit. What is indented stays as it is: it is a command to be copied, or was fitted before. */
export function fitted(text: string, room = roomOf(process.stdout)): string {
  return text.split('\n').flatMap((line) => (line.startsWith(' ') ? [line] : wordLines(line, room))).join('\n');
}
