/** A table in fewer numbers: `base`, then `base + stride`, `base + 2 stride`, ..., `count` times; where `base` is -1, `filler` stands each time. */
export interface CompactTable {
  readonly base: Int32Array;
  readonly count: number;
  readonly stride: number;
  readonly filler: number;
}

/**
 * The shortest such form of a table of indices: of one that does the same to each image of a batch, and takes what lies outside of all from one place, the largest index. Undefined where there is none.
 */
export function compactTable(table: Int32Array): CompactTable | undefined {
  const filler = table.reduce((most, index) => Math.max(most, index), 0);
  for (let length = 1; 2 * length <= table.length; length++) {
    if (table.length % length !== 0) continue;
    const stride = strideOf(table, length, filler);
    if (stride === undefined) continue;
    const base = table.slice(0, length).map((index) => (index === filler ? -1 : index));
    return { base, count: table.length / length, stride, filler };
  }
  return undefined;
}

/** How far each stretch of so many indices lies behind the one before, if each is the one before moved. */
function strideOf(table: Int32Array, length: number, filler: number): number | undefined {
  let stride: number | undefined;
  for (let i = length; i < table.length; i++) {
    const [before, now] = [table[i - length], table[i]];
    if (before === filler || now === filler) {
      if (before !== now) return undefined;
    } else if (now - before !== (stride ??= now - before)) return undefined;
  }
  return stride ?? 0;
}
