/** Something made once for each key, and found again from then on: for the nodes that one rewriting of a graph shares. */
export function onceByKey<T>(): (key: string, make: () => T) => T {
  const made = new Map<string, T>();
  return (key, make) => {
    const found = made.get(key) ?? make();
    made.set(key, found);
    return found;
  };
}
