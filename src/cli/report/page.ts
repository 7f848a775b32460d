import { element, escape } from './markup.js';
import { style } from './style.js';

/** One report: a title, a sentence or two below it, and sections of markup. */
export interface Page {
  readonly title: string;
  readonly lead: string;
  readonly sections: readonly Section[];
  /** Further rules of style, for what few pages have. */
  readonly style?: string;
}

/** A heading, sentences below it, and charts or tables as markup. */
export interface Section {
  readonly heading: string;
  readonly text?: string;
  readonly body: readonly string[];
}

/** The whole document: one file without scripts, fonts or pictures from elsewhere. */
export function renderPage({ title, lead, sections, style: further }: Page): string {
  const content = [
    element('h1', {}, escape(title)),
    element('p', { class: 'lead' }, escape(lead)),
    ...sections.map(({ heading, text, body }) =>
      element('section', {}, element('h2', {}, escape(heading)), text ? element('p', {}, escape(text)) : '', ...body),
    ),
  ];
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    element('title', {}, escape(title)),
    `<style>\n${[style, ...(further ? [further] : [])].join('\n')}\n</style>`,
    '</head>',
    element('body', {}, element('main', {}, ...content)),
    '</html>',
    '',
  ].join('\n');
}

/** A cell of a table. Up to 24 letters stand on one line; more of them are wrapped where there is no room. */
export function cellOf(text: string, content = escape(text)): string {
  return element('td', { class: text.length > 24 ? 'long' : undefined }, content);
}

/** A table whose first column names the row. `own` is the index of the row that the report is about. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], own?: number): string {
  const header = element('tr', {}, ...head.map((cell) => (cell === '' ? element('td', {}) : element('th', { scope: 'col' }, escape(cell)))));
  const body = rows.map((row, index) =>
    element('tr', { class: index === own ? 'own' : undefined }, ...row.map((cell) => cellOf(cell))),
  );
  return scrolled(['Table', ...head.filter((cell) => cell !== '').slice(0, 3)].join(', '), element('table', { class: head.length > 6 ? 'dense' : undefined }, element('thead', {}, header), element('tbody', {}, ...body)));
}

/** What is scrolled sideways where there is no room for it, by the keyboard, too. */
export function scrolled(name: string, content: string): string {
  return element('div', { class: 'wide', tabindex: 0, role: 'group', 'aria-label': name }, content);
}

/** Names and what they are set to, one below the other. */
export function definitions(entries: readonly (readonly [name: string, value: string])[]): string {
  return element('dl', {}, ...entries.map(([name, value]) => element('dt', {}, escape(name)) + element('dd', {}, escape(value))));
}

/** Sentences, each a paragraph of its own. */
export function paragraphs(texts: readonly string[]): string {
  return texts.map((text) => element('p', {}, escape(text))).join('');
}

/** Markup under a caption. Broad pictures are scrolled on a phone, where the keyboard has to reach them. */
export function figure(caption: string, ...body: readonly string[]): string {
  const broad = body.some((part) => part.startsWith('<svg class="broad"'));
  return element('figure', { tabindex: broad ? 0 : undefined }, element('figcaption', {}, escape(caption)), ...body);
}

/** Several figures beside each other where there is room. */
export function beside(kind: 'charts' | 'fits', ...figures: readonly string[]): string {
  return element('div', { class: kind }, ...figures);
}
