/** The normal equations (X'WX + diag(penalty)) w = X'Wy of a ridge regression of few unknowns, gathered row by row. One is used again and again, without allocating. */
export interface RidgeSystem {
  /** One row of X: what is put here is what `add` adds. */
  readonly row: Float64Array;
  /** Begins anew, from no rows or from X'X of some, whose answers are zero. */
  clear(gram?: Float64Array): void;
  /** @param answer y times the weight. */
  add(answer: number, weight?: number): void;
  addToDiagonal(unknown: number, penalty: number): void;
  /** Writes w. @throws RangeError where there is no one solution. */
  solve(into: Float64Array, offset?: number): void;
  /** X'X as far as gathered, its lower triangle (size, size). */
  gram(): Float64Array;
}

/** A system of `size` unknowns; solved by Cholesky's decomposition. */
export function ridgeSystem(size: number): RidgeSystem {
  const row = new Float64Array(size);
  const left = new Float64Array(size * size);
  const right = new Float64Array(size);
  return {
    row,
    clear(gram) {
      if (gram) left.set(gram);
      else left.fill(0);
      right.fill(0);
    },
    add(answer, weight = 1) {
      for (let i = 0; i < size; i++) {
        const weighted = weight * row[i];
        right[i] += row[i] * answer;
        for (let j = 0; j <= i; j++) left[i * size + j] += weighted * row[j];
      }
    },
    addToDiagonal(unknown, penalty) {
      left[unknown * size + unknown] += penalty;
    },
    solve(into, offset = 0) {
      decompose(left, size);
      // Forwards with L, in place, then backwards with its transpose.
      for (let i = 0; i < size; i++) {
        for (let j = 0; j < i; j++) right[i] -= left[i * size + j] * right[j];
        right[i] /= left[i * size + i];
      }
      for (let i = size - 1; i >= 0; i--) {
        for (let j = i + 1; j < size; j++) right[i] -= left[j * size + i] * right[j];
        right[i] /= left[i * size + i];
      }
      into.set(right, offset);
    },
    gram: () => left.slice(),
  };
}

/** A = L L', the lower triangle of A replaced by L. */
function decompose(a: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = a[i * size + j];
      for (let k = 0; k < j; k++) rest -= a[i * size + k] * a[j * size + k];
      if (j < i) a[i * size + j] = rest / a[j * size + j];
      else if (rest > 0) a[i * size + i] = Math.sqrt(rest);
      else throw new RangeError(`A ridge regression of ${size} unknowns has no one solution: unknown ${i} is left open. Make its penalty larger than 0.`);
    }
  }
}
