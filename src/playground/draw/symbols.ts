import { sets, type SymbolSet } from './examples.js';
import { isEmpty, type Drawing } from '../parts/strokes.js';

/** A class that the visitor invents: its name, and its drawings. */
export interface Invented {
  readonly id: number;
  readonly name: string;
  readonly drawings: readonly Drawing[];
}

export const mostSymbols = 10;
export const mostDrawings = 5;

let next = 0;
export const empty = (position: number): Invented => ({ id: next++, name: `Symbol ${position}`, drawings: [[]] });

/** One more, by a name that none of them has. */
export function another(symbols: readonly Invented[]): Invented {
  const taken = new Set(symbols.map(({ name }) => name));
  let position = symbols.length + 1;
  while (taken.has(`Symbol ${position}`)) position++;
  return empty(position);
}

export function fromSet({ symbols }: SymbolSet): Invented[] {
  return symbols.map(({ name, drawing }) => ({ id: next++, name, drawings: [drawing] }));
}

export const start = (): Invented[] => fromSet(sets[0]);

/** Those that were drawn, without their empty drawings. */
export function drawnOf(symbols: readonly Invented[]): Invented[] {
  return symbols.map((symbol) => ({ ...symbol, drawings: symbol.drawings.filter((drawing) => !isEmpty(drawing)) })).filter(({ drawings }) => drawings.length > 0);
}
