/** A table in fewer numbers: `base`, then `base + stride`, `base + 2 stride`, ..., `count` times; where `base` is -1, `filler`, if there is one, stands each time. */
export interface CompactTable {
  readonly base: Int32Array;
  readonly count: number;
  readonly stride: number;
  readonly filler?: number;
}

/**
 * The shortest such form of a table of indices: of one that does the same to each image of a batch, and takes what lies outside of all from one place, the largest index. Undefined where there is none.
 */
export function compactTable(table: Int32Array): CompactTable | undefined {
  const most = table.reduce((largest, index) => Math.max(largest, index), 0);
  // In the base what is below zero stands for the filler.
  const mayFill = table.every((index) => index >= 0);
  for (let length = 1; 2 * length <= table.length; length++) {
    if (table.length % length !== 0) continue;
    const count = table.length / length;
    const stride = strideOf(table, length);
    if (stride !== undefined) return { base: table.slice(0, length), count, stride };
    const filled = mayFill ? strideOf(table, length, most) : undefined;
    if (filled !== undefined) return { base: table.slice(0, length).map((index) => (index === most ? -1 : index)), count, stride: filled, filler: most };
  }
  return undefined;
}

/** How far each stretch of so many indices lies behind the one before, if each is the one before moved. */
function strideOf(table: Int32Array, length: number, filler?: number): number | undefined {
  let stride: number | undefined;
  for (let i = length; i < table.length; i++) {
    const [before, now] = [table[i - length], table[i]];
    if (before === filler || now === filler) {
      if (before !== now) return undefined;
    } else if (now - before !== (stride ??= now - before)) return undefined;
  }
  return stride ?? 0;
}
