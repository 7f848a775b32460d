/** Sorts the places `from` to `to` of all `columns` by `keys`; equal keys keep their order. `keys` may be one of the columns. */
export function sortSpan(keys: ArrayLike<number>, from: number, to: number, columns: readonly (Int32Array | Float32Array | Float64Array)[]): void {
  if (isSorted(keys, from, to)) return;
  const order = Uint32Array.from({ length: to - from }, (_, place) => from + place).sort((a, b) => keys[a] - keys[b] || a - b);
  const sorted = new Float64Array(to - from);
  for (const column of columns) {
    for (let place = 0; place < sorted.length; place++) sorted[place] = column[order[place]];
    column.set(sorted, from);
  }
}

function isSorted(keys: ArrayLike<number>, from: number, to: number): boolean {
  for (let at = from + 1; at < to; at++) if (keys[at] < keys[at - 1]) return false;
  return true;
}
