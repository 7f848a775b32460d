/** Ratings by the film's number, the latest last. */
export type Taste = readonly (readonly [item: number, rating: number])[];

/** More ratings the model's program does not take. */
export const mostRatings = 32;

/** With a rating of a film, in place of one that it had. */
export function rated(taste: Taste, item: number, rating: number): Taste {
  return [...taste.filter(([each]) => each !== item), [item, rating] as const].slice(-mostRatings);
}

export function without(taste: Taste, item: number): Taste {
  return taste.filter(([each]) => each !== item);
}

const place = 'metalearn-taste';

/** What was kept in this browser; undefined where nothing is to be, or it cannot be read. */
export function keptTaste(names: readonly string[]): Taste | undefined {
  try {
    const kept = localStorage.getItem(place);
    if (kept === null) return undefined;
    const list = JSON.parse(kept) as [string, number][];
    return list.map(([name, rating]) => [names.indexOf(name), rating] as const).filter(([item, rating]) => item >= 0 && Number.isFinite(rating));
  } catch {
    return undefined;
  }
}

/** Keeps it, by names that outlive a catalogue's numbers; undefined forgets it. Gives a sentence where the browser does not let it. */
export function keepTaste(taste: Taste | undefined, names: readonly string[]): string | undefined {
  try {
    if (taste === undefined) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(taste.map(([item, rating]) => [names[item], rating])));
    return undefined;
  } catch {
    return 'Your ratings could not be kept: this browser has no room left for them, or does not allow it. They stay until you leave the page.';
  }
}

/** Tastes to start from: words of titles, and ratings. */
export const samples: readonly { readonly name: string; readonly films: readonly (readonly [title: string, rating: number])[] }[] = [
  { name: 'Space and aliens', films: [['Oblivion', 9], ['Prometheus', 9], ['Star Trek Into Darkness', 10], ['Silver Linings', 3]] },
  { name: 'Heroes in tights', films: [['The Avengers', 10], ['Iron Man 3', 9], ['The Wolverine', 9], ['Great Gatsby', 4]] },
  { name: 'Quiet drama', films: [['Silver Linings', 10], ['Before Midnight', 10], ['Iron Man 3', 2], ['Pacific Rim', 2]] },
];
