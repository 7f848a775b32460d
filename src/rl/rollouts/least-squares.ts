/** The ridge is raised so often before the fit is given up. */
const mostRidges = 15;
/** Rows that are multiplied at once: the columns of so many stay in the cache. */
const panel = 256;

/** Rows of numbers, column by column, for a linear model. */
export interface Columns {
  /** (width, room): column c begins at c * room. */
  readonly data: Float64Array;
  readonly width: number;
  /** How many rows there are space for. */
  readonly room: number;
  /** How many there are. */
  readonly rows: number;
}

/**
 * The weights (width) that make |X w - y|^2 + ridge |w|^2 least, from the normal equations in float64. Where they have no finite solution, since columns depend on each
 * other, the ridge is raised tenfold until they have one, as in the code of Duan et al. 2016.
 * @throws RangeError where no ridge helps: where numbers are not finite.
 */
export function ridgeWeights(x: Columns, y: Float64Array, ridge: number): Float64Array {
  const gram = gramOf(x);
  const products = productsWith(x, y);
  for (let raised = 0; raised < mostRidges; raised++) {
    const weights = solved(gram, products, ridge * 10 ** raised);
    if (weights.every(Number.isFinite)) return weights;
  }
  throw new RangeError(`A linear baseline cannot be fitted to ${x.rows} rows of ${x.width} features: some of the observations or rewards are not finite.`);
}

/** The lower half of X^T X (width, width): of blocks of four columns by two, so that a number that is read is used more than once. */
function gramOf({ data, width, room, rows }: Columns): Float64Array {
  const gram = new Float64Array(width * width);
  // Past the last column it stands in for itself; what that gives is not kept.
  const begins = (column: number): number => Math.min(column, width - 1) * room;
  const block = new Float64Array(8);
  for (let begin = 0; begin < rows; begin += panel) {
    const end = Math.min(rows, begin + panel);
    for (let i = 0; i < width; i += 4) {
      for (let j = 0; j < Math.min(i + 4, width); j += 2) {
        multiply(data, begins(i), begins(i + 1), begins(i + 2), begins(i + 3), begins(j), begins(j + 1), begin, end, block);
        for (let k = 0; k < 8; k++) {
          const [row, column] = [i + (k >> 1), j + (k & 1)];
          if (row < width && column <= row) gram[row * width + column] += block[k];
        }
      }
    }
  }
  return gram;
}

/** The products of four columns with two, over the rows from `begin` to `end`. */
function multiply(data: Float64Array, a: number, b: number, c: number, d: number, x: number, y: number, begin: number, end: number, into: Float64Array): void {
  let ax = 0, ay = 0, bx = 0, by = 0, cx = 0, cy = 0, dx = 0, dy = 0;
  for (let row = begin; row < end; row++) {
    const left = data[x + row];
    const right = data[y + row];
    ax += data[a + row] * left;
    ay += data[a + row] * right;
    bx += data[b + row] * left;
    by += data[b + row] * right;
    cx += data[c + row] * left;
    cy += data[c + row] * right;
    dx += data[d + row] * left;
    dy += data[d + row] * right;
  }
  into[0] = ax;
  into[1] = ay;
  into[2] = bx;
  into[3] = by;
  into[4] = cx;
  into[5] = cy;
  into[6] = dx;
  into[7] = dy;
}

function productsWith({ data, width, room, rows }: Columns, y: Float64Array): Float64Array {
  return Float64Array.from({ length: width }, (_, column) => {
    let total = 0;
    for (let row = 0; row < rows; row++) total += data[column * room + row] * y[row];
    return total;
  });
}

/** The solution of (gram + ridge I) w = products by Cholesky's factors; of NaN where there are none. */
function solved(gram: Float64Array, products: Float64Array, ridge: number): Float64Array {
  const width = products.length;
  const lower = gram.slice();
  const weights = products.slice();
  for (let i = 0; i < width; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = lower[i * width + j] + (i === j ? ridge : 0);
      for (let k = 0; k < j; k++) rest -= lower[i * width + k] * lower[j * width + k];
      lower[i * width + j] = i === j ? Math.sqrt(rest > 0 ? rest : NaN) : rest / lower[j * width + j];
    }
  }
  for (let i = 0; i < width; i++) {
    for (let k = 0; k < i; k++) weights[i] -= lower[i * width + k] * weights[k];
    weights[i] /= lower[i * width + i];
  }
  for (let i = width - 1; i >= 0; i--) {
    for (let k = i + 1; k < width; k++) weights[i] -= lower[k * width + i] * weights[k];
    weights[i] /= lower[i * width + i];
  }
  return weights;
}
