/** The length of each axis; `[]` is a scalar. */
export type Shape = readonly number[];

/** The number of elements of a tensor of this shape. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

/** What is wrong with a shape, whose lengths are whole numbers of at least 0: others may multiply to a number of elements, too. Undefined where nothing is. */
export function shapeFault(shape: Shape): string | undefined {
  return shape.every((length) => Number.isInteger(length) && length >= 0) ? undefined : `${formatShape(shape)} is no shape: lengths are whole numbers of at least 0.`;
}

/** Row-major strides, in elements. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step;
    step *= shape[axis];
  }
  return strides;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** The common shape of two operands by NumPy's rule, or `undefined` where there is none. */
export function broadcastShapes(a: Shape, b: Shape): number[] | undefined {
  const rank = Math.max(a.length, b.length);
  const shape = new Array<number>(rank);
  for (let i = 1; i <= rank; i++) {
    const left = a[a.length - i] ?? 1;
    const right = b[b.length - i] ?? 1;
    if (left !== right && left !== 1 && right !== 1) return undefined;
    shape[rank - i] = left === 1 ? right : left;
  }
  return shape;
}

/** `(2, 3)`, as people write shapes. */
export function formatShape(shape: Shape): string {
  return `(${shape.join(', ')})`;
}
