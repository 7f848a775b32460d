/** Names numbered from 0 on, as users and items are known outside. */
export interface Names {
  readonly count: number;
  nameOf(index: number): string;
  /** The number of a name; undefined where it was never seen. */
  indexOf(name: string): number | undefined;
}

/** Names in the order given, which must all differ. */
export function namesOf(list: readonly string[]): Names {
  let numbers: Map<string, number> | undefined;
  return {
    count: list.length,
    nameOf: (index) => list[index],
    indexOf: (name) => (numbers ??= new Map(list.map((each, index) => [each, index]))).get(name),
  };
}
