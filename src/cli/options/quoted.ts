/** A word of a command as a shell takes it: in quotes where it has spaces or signs of the shell's own. */
export function quoted(word: string): string {
  return /[\s"'`$&|;<>()*?!#~\\[\]{}]/.test(word) || word === '' ? `'${word.replaceAll("'", `'\\''`)}'` : word;
}
