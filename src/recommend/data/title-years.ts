/** The year at the end of a title, "The Matrix (1999)", or the first of a span, "Heroes (2006-2010)"; NaN where there is none. */
export function yearOf(title: string): number {
  return Number(/\((\d{4})(?:[-–—]\s*(?:\d{4})?)?\s*\)\s*$/.exec(title)?.[1] ?? NaN);
}

/** The years of titles, where most have one. */
export function yearsOf(titles: readonly string[]): Float32Array | undefined {
  const years = Float32Array.from(titles, yearOf);
  return 2 * years.filter(Number.isFinite).length > years.length ? years : undefined;
}
