import { add, mul, neg, sub } from '../../graph/primitives/arithmetic.js';
import { broadcastTo, reshape } from '../../graph/primitives/layout.js';
import type { Product } from '../../graph/primitives/matmul.js';
import { sum } from '../../graph/primitives/reduce.js';
import { concat } from '../../graph/primitives/window.js';
import type { Tensor } from '../../graph/tensor.js';
import { times } from '../contractions.js';
import { areShiftedFeatures, holdsFeatures, isGathered, isShifted } from './features.js';
import { attributesOf, is } from './match.js';
import type { Rule } from './index.js';
import { withOnes } from './with-ones.js';

/*
 * A tall matrix x = P W with few columns in P (the patches of a grey image are nine wide) costs more to pass over than to
 * make again. So what is linear in x is done on P or on W instead: sums of x and of its squares become products of the
 * small matrices P'P and W, and scaling and shifting x become scaling W and one more column of P. Where P is no patches but
 * features, what was shifted is left as it is: see features.ts.
 */
const fewColumns = 16;
/** Of patches, of which all but the last products are gone afterwards: those of a colour image are 27 wide. */
const fewOfPatches = 32;
const large = 1 << 15;

/** P and W where x = P W is tall, P has few columns and nothing is transposed. */
export function factors(x: Tensor): { p: Tensor; w: Tensor } | undefined {
  if (!is(x, 'matmul') || x.rank !== 2 || x.size < large) return undefined;
  const { transposeA, transposeB, factor } = attributesOf<Product>(x);
  const [p, w] = x.inputs;
  return transposeA || transposeB || factor !== 1 || !isSkinny(p) ? undefined : { p, w };
}

function isSkinny(p: Tensor): boolean {
  return p.rank === 2 && p.shape[1] <= mostColumns(p) && p.shape[0] >= 8 * p.shape[1];
}

function mostColumns(p: Tensor): number {
  return isGathered(isShifted(p) ? p.inputs[0] : p) ? fewOfPatches : fewColumns;
}

/** An operand that is the same for every row but not one number, as a vector; undefined for others. */
function rowOf(x: Tensor, width: number): Tensor | undefined {
  return x.size === width && x.shape[x.rank - 1] === width && width > 1 ? reshape(x, [width]) : undefined;
}

/** A summand that is the same for every row, as a vector; undefined for others. */
function summandRow(x: Tensor, width: number): Tensor | undefined {
  return x.size === 1 ? broadcastTo(reshape(x, [1]), [width]) : rowOf(x, width);
}

/** Whether each summand is as large as their sum, or the same for every row. */
function isPlainSum(x: Tensor): boolean {
  return (is(x, 'add') || is(x, 'sub')) && x.inputs.every((part) => part.size === x.size || summandRow(part, x.shape[1]));
}

/** x scaled by columns: the scale goes to W. */
const scaleFactor: Rule = (node) => {
  const [x, r] = factors(node.inputs[0]) ? node.inputs : [node.inputs[1], node.inputs[0]];
  const split = factors(x);
  const row = rowOf(r, x.shape[x.rank - 1]);
  return split && row && node.rank === 2 ? times(split.p, mul(split.w, row)) : undefined;
};

/** x shifted by columns: one more column of P, all ones, and one more row of W. */
const shiftFactor: Rule = (node) => {
  const [a, b] = node.inputs;
  const [x, r, sign] = factors(a) ? [a, b, 1] : [b, a, is(node, 'sub') ? -1 : 1];
  const split = factors(x);
  const row = rowOf(r, x.shape[x.rank - 1]);
  if (!split || !row || node.rank !== 2 || split.p.shape[1] >= mostColumns(split.p)) return undefined;
  const last = is(node, 'sub') && sign === 1 ? neg(row) : row;
  const first = sign === 1 ? split.w : neg(split.w);
  return times(withOnes(split.p), concat([first, reshape(last, [1, row.size])], 0));
};

/** The sum of the rows of sums, scaled and shifted tall matrices, from the sums of their parts. */
const sumRows: Rule = (node) => {
  const [x] = node.inputs;
  const { axes } = attributesOf<{ axes: readonly number[] }>(node);
  if (x.rank !== 2 || axes.length !== 1 || axes[0] !== 0) return undefined;
  const [rows, width] = x.shape;
  if (is(x, 'mul')) {
    const row = rowOf(x.inputs[1], width) ?? rowOf(x.inputs[0], width);
    const other = rowOf(x.inputs[1], width) ? x.inputs[0] : x.inputs[1];
    if (row && other.size === x.size) return mul(sum(other, 0), row);
  }
  if (x.size < large) return undefined;
  const split = factors(x);
  if (split) return areShiftedFeatures(split.p) ? undefined : reshape(times(reshape(sum(split.p, 0), [1, -1]), split.w), [width]);
  if (is(x, 'mul')) return sumOfProduct(x.inputs[0], x.inputs[1]) ?? sumOfProduct(x.inputs[1], x.inputs[0]);
  if (isPlainSum(x) && !holdsFeatures(x) && x.inputs.some((part) => reduces(part, x))) {
    const parts = x.inputs.map((part) => (part.size === x.size ? sum(part, 0) : mul(summandRow(part, width) as Tensor, rows)));
    return is(x, 'add') ? add(parts[0], parts[1]) : sub(parts[0], parts[1]);
  }
  return undefined;
};

/** The column sums of a * (P W) are those of W * (P' a). Products of deviations are never multiplied out. */
function sumOfProduct(a: Tensor, x: Tensor): Tensor | undefined {
  const split = factors(x);
  if (!split || a.size !== x.size || a.rank !== 2 || areShiftedFeatures(split.p)) return undefined;
  const other = factors(a);
  return other && isShifted(other.p) && isShifted(split.p) ? undefined : sum(mul(split.w, times(split.p, a, { transposeA: true })), 0);
}

/** Whether a summand gets simpler when a contraction over rows reaches it. */
function reduces(part: Tensor, whole: Tensor): boolean {
  const width = whole.shape[1];
  if (part.size !== whole.size || factors(part)) return true;
  return is(part, 'mul') && part.inputs.some((input) => input.size === 1 || rowOf(input, width));
}

/** P' x, with few columns in P, where x is a sum of scaled, shifted or tall products. */
const contractRows: Rule = (node) => {
  const { transposeA, transposeB, factor } = attributesOf<Product>(node);
  const [p, x] = node.inputs;
  if (!transposeA || transposeB || factor !== 1 || !isSkinny(p) || x.rank !== 2 || x.size < large) return undefined;
  const width = x.shape[1];
  const split = factors(x);
  if (split) return isGathered(p) || !isShifted(split.p) ? times(times(p, split.p, { transposeA: true }), split.w) : undefined;
  if (is(x, 'mul')) {
    const row = rowOf(x.inputs[1], width) ?? rowOf(x.inputs[0], width);
    const other = rowOf(x.inputs[1], width) ? x.inputs[0] : x.inputs[1];
    return row && other.size === x.size ? mul(times(p, other, { transposeA: true }), row) : undefined;
  }
  if (!isGathered(p) || !isPlainSum(x) || !x.inputs.some((part) => reduces(part, x))) return undefined;
  const parts = x.inputs.map((part) => {
    return part.size === x.size ? times(p, part, { transposeA: true }) : mul(reshape(sum(p, 0), [-1, 1]), summandRow(part, width) as Tensor);
  });
  return is(x, 'add') ? add(parts[0], parts[1]) : sub(parts[0], parts[1]);
};

export const skinnyRules: Readonly<Record<string, readonly Rule[]>> = {
  mul: [scaleFactor],
  add: [shiftFactor],
  sub: [shiftFactor],
  sum: [sumRows],
  matmul: [contractRows],
};
