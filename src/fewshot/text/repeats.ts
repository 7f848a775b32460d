import { group } from 'd3-array';
import type { Split } from '../../tasks/index.js';
import { plainText } from '../../tasks/text/index.js';
import type { TextClass } from './text-family.js';
import type { TextRow } from './text-rows.js';

/** The first of the rows with the same text and the same label. Texts are the same where they differ in case and blanks only. */
export function withoutRepeats(rows: readonly TextRow[]): TextRow[] {
  return [...group(rows, ({ text, label }) => JSON.stringify([plainText(text), label])).values()].map(([first]) => first);
}

/** A sentence about the rows that were dropped, where there are some. */
export function repeatedTexts(rows: readonly TextRow[], once: readonly TextRow[]): string[] {
  const count = rows.length - once.length;
  if (count === 0) return [];
  const kept = new Set(once);
  const again = rows.find((row) => !kept.has(row))!;
  const first = once.find(({ text, label }) => label === again.label && plainText(text) === plainText(again.text))!;
  return [`${count} ${count === 1 ? 'row repeats a text' : 'rows repeat texts'} of the same label and ${count === 1 ? 'is' : 'are'} left out, such as ${quoted(again.text)} in lines ${first.line} and ${again.line}.`];
}

/** Sentences about texts that stand under several labels, where there are some: those in two splits, which training has seen, and the others. */
export function sharedTexts(splits: Readonly<Record<Split, readonly TextClass[]>>): string[] {
  const places: Place[] = (Object.keys(splits) as Split[]).flatMap((split) => splits[split].flatMap(({ name, texts }) => texts.map((text) => ({ split, name, text }))));
  const shared = [...group(places, ({ text }) => plainText(text)).values()].filter((found) => found.length > 1);
  const across = shared.filter((found) => found.some(({ split }) => split !== found[0].split));
  const within = shared.filter((found) => !across.includes(found));
  return [...sentence(across, 'labels of different splits'), ...sentence(within, 'several labels of one split')];
}

interface Place {
  readonly split: Split;
  readonly name: string;
  readonly text: string;
}

function sentence(found: readonly (readonly Place[])[], where: string): string[] {
  if (found.length === 0) return [];
  const [example] = found;
  const labels = example.map(({ name, split }) => `"${name}" (${split})`).join(' and ');
  return [`${found.length} ${found.length === 1 ? 'text stands' : 'texts stand'} under ${where}, such as ${quoted(example[0].text)} under ${labels}.`];
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
