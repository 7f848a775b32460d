/** Text made safe to stand between tags or in a quoted attribute. */
export function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** What attributes may hold; those that are undefined are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element. Children are markup already: pass texts through `escape`. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escape(String(value))}"`)
    .join('');
  return `<${name}${written}>${children.join('')}</${name}>`;
}
