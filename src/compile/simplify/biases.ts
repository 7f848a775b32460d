import { add, mul } from '../../graph/primitives/arithmetic.js';
import { reshape } from '../../graph/primitives/layout.js';
import { matmulPrimitive, type Product } from '../../graph/primitives/matmul.js';
import { concat, sliceBlock } from '../../graph/primitives/window.js';
import { sameShape } from '../../graph/shape.js';
import { apply, type Tensor } from '../../graph/tensor.js';
import { ancestors, rewrite } from '../../graph/walk.js';
import { times } from '../contractions.js';
import { countReaders } from '../readers.js';
import { attributesOf, is } from './match.js';
import { lastAxis, sumOf, termsOf, type Term } from './terms.js';
import { withOnes } from './with-ones.js';

/*
 * After a step of an inner loop each task has a bias of its own, b - r 1'G, a sum of rows that is added to rows. The runtime does both a row at a time, and takes as long as for a product. So they become part of the
 * products with what the task has learnt of the weights. Where these are a small matrix times G, f (x A') G, a number is added to the small matrix: f (x A' + 1) G. Where x is data with few columns, a column of ones
 * beside them makes both one: [x 1] [W; b], with [A 1]'G as what is learnt of [W; b].
 */

/** With more columns, ones beside them cost more than they save. */
const fewColumns = 4;

/** x W + b for each task: what it is made of. */
interface Biased {
  readonly sum: Tensor;
  readonly readers: ReadonlyMap<Tensor, number>;
  readonly product: readonly Term[];
  /** The same for all tasks. */
  readonly shared: readonly Term[];
  /** Sums of the rows of each task. */
  readonly own: readonly Term[];
}

/** How a sum is made instead. */
interface Fold {
  /** A'G and 1'G, which are made together. */
  readonly pairs: readonly Pair[];
  make(now: Now): Tensor;
}

interface Pair { readonly weights: Tensor; readonly bias: Tensor }

/** What has come to stand for a node. */
type Now = (before: Tensor) => Tensor;

/** Biases of the tasks' own become part of the products that they are added to. */
export function foldBiases(outputs: readonly Tensor[]): Tensor[] {
  const readers = countReaders(outputs);
  const make = new Map<Tensor, Fold['make']>();
  for (const node of ancestors(outputs)) {
    const biased = biasedOf(node, readers);
    const fold = biased && (ontoMatrix(biased) ?? besideData(biased));
    if (!fold) continue;
    make.set(node, (now) => fold.make(now));
    for (const pair of fold.pairs) make.set(pair.weights, (now) => weightsOf(pair, now)).set(pair.bias, (now) => biasOf(pair, now));
  }
  if (make.size === 0) return [...outputs];
  const made = new Map<Tensor, Tensor>();
  return rewrite(outputs, (node, original) => {
    const result = make.get(original)?.((before) => made.get(before) as Tensor) ?? node;
    made.set(original, result);
    return result;
  });
}

function biasedOf(sum: Tensor, readers: ReadonlyMap<Tensor, number>): Biased | undefined {
  if ((!is(sum, 'add') && !is(sum, 'sub')) || sum.rank !== 3 || sum.shape[0] === 1 || sum.shape[1] === 1) return undefined;
  const [tasks, , columns] = sum.shape;
  for (const at of [0, 1]) {
    const sign = (side: number) => (is(sum, 'sub') && side === 1 ? -1 : 1);
    if (!sameShape(sum.inputs[at].shape, [tasks, 1, columns]) || sum.inputs[1 - at].size !== sum.size) continue;
    const product = termsOf(sum.inputs[1 - at], readers, sign(1 - at));
    const bias = termsOf(sum.inputs[at], readers, sign(at));
    if (!product || !bias) continue;
    const own = bias.filter(({ of }) => isSumOfRows(of, sum));
    const shared = bias.filter(({ of }) => isRow(of, sum));
    if (own.length > 0 && own.length + shared.length === bias.length) return { sum, readers, product, shared, own };
  }
  return undefined;
}

function isSumOfRows(node: Tensor, { shape: [tasks, , columns] }: Tensor): boolean {
  return is(node, 'sum') && sameShape(node.shape, [tasks, columns]) && node.inputs[0].rank === 3 && sameShape(attributesOf<{ axes: readonly number[] }>(node).axes, [1]);
}

/** One row for all tasks. */
function isRow(node: Tensor, { shape: [, , columns] }: Tensor): boolean {
  return node.size === columns && lastAxis(node) === columns;
}

/** f L G + g 1 1'G = f (L + g/f) G. */
function ontoMatrix({ sum, product, shared, own }: Biased): Fold | undefined {
  const folded = new Map<Term, number>();
  for (const { of, factor } of own) {
    const term = product.find((term) => term.alone && term.of.size === sum.size && isFactorOf(of.inputs[0], term.of) && term.of.inputs[0].size <= sum.size);
    if (!term || folded.has(term)) return undefined;
    folded.set(term, factor / term.factor);
  }
  const rest = [...product.filter((term) => !folded.has(term)), ...shared];
  if (rest.some(({ of }) => of.size !== sum.size && !isRow(of, sum))) return undefined;
  return {
    pairs: [],
    make: (now) => sumOf([
      ...rest.map(({ of, factor }) => mul(reshape(now(of), of.size === sum.size ? [...sum.shape] : [of.size]), factor)),
      ...[...folded].map(([{ of, factor }, ratio]) => mul(apply(matmulPrimitive, [add(now(of.inputs[0]), ratio), now(of.inputs[1])], attributesOf<Product>(of)), factor)),
    ]),
  };
}

/** Whether a product for each task is something times G. */
function isFactorOf(g: Tensor, product: Tensor): boolean {
  if (!is(product, 'matmul') || product.inputs[1] !== g || product.inputs[0].rank !== 3) return false;
  const { transposeB, factor } = attributesOf<Product>(product);
  return !transposeB && factor === 1;
}

/** x W + b = [x 1] [W; b], where what is learnt of W has its like in b. */
function besideData({ sum, readers, product, shared, own }: Biased): Fold | undefined {
  if (product.length > 1 || !product[0].alone || !isProductOfData(product[0].of, sum)) return undefined;
  const [x, w] = product[0].of.inputs;
  const [, columns, width] = w.shape;
  const weights = termsOf(w, readers, product[0].factor);
  if (weights?.length !== shared.length + own.length) return undefined;
  const like = (weight: Term, biases: readonly Term[], fits: (bias: Tensor) => boolean) => biases.find(({ of, factor }) => Math.abs(factor - weight.factor) <= 1e-9 * Math.abs(factor) && fits(of));
  const parts = weights.map((weight) => {
    const learnt = weight.of.size === w.size ? like(weight, own, (bias) => isFactorOf(bias.inputs[0], weight.of) && isProductByData(weight.of)) : undefined;
    return { weight, learnt, bias: learnt ?? (isOfAllTasks(weight.of, w) ? like(weight, shared, () => true) : undefined) };
  });
  if (parts.some(({ bias }) => !bias) || new Set(parts.map(({ bias }) => bias)).size < parts.length) return undefined;
  return {
    pairs: parts.flatMap(({ weight, learnt }) => (learnt ? [{ weights: weight.of, bias: learnt.of }] : [])),
    make(now) {
      const both = parts.map(({ weight, learnt, bias }) => mul(learnt ? together(weight.of, now) : concat([reshape(now(weight.of), [columns, width]), reshape(now((bias as Term).of), [1, width])]), weight.factor));
      return times(withOnes(x), sumOf(both));
    },
  };
}

/** Of as many numbers as W, but not in its rows, may be a row or a column for each task. */
function isOfAllTasks(weights: Tensor, { shape: [, columns, width] }: Tensor): boolean {
  return weights.size === columns * width && (columns === 1 ? lastAxis(weights) === width : sameShape(weights.shape.slice(-2), [columns, width]));
}

function isProductOfData(node: Tensor, { shape: [tasks, rows, columns] }: Tensor): boolean {
  if (!is(node, 'matmul') || !isData(node.inputs[0])) return false;
  const { transposeA, transposeB, factor } = attributesOf<Product>(node);
  const [x, w] = node.inputs;
  return !transposeA && !transposeB && factor === 1 && sameShape(x.shape, [tasks, rows, x.shape[2]]) && sameShape(w.shape, [tasks, x.shape[2], columns]);
}

/** A'G, where A is data. */
function isProductByData({ inputs: [a, g], attributes }: Tensor): boolean {
  return (attributes as Product).transposeA && isData(a) && a.shape[0] === g.shape[0];
}

/** Given by the caller, and so with ones beside it once for all steps. */
function isData(x: Tensor): boolean {
  return x.rank === 3 && x.shape[2] <= fewColumns && is(is(x, 'reshape') ? x.inputs[0] : x, 'placeholder');
}

/** [A 1]'G in place of A'G. Data stay as they are, and so need no `now`: they may have been made after what they stand beside. */
function together({ inputs: [a, g] }: Tensor, now: Now): Tensor {
  return times(withOnes(a), now(g), { transposeA: true });
}

function weightsOf({ weights }: Pair, now: Now): Tensor {
  return sliceBlock(together(weights, now), [0, 0, 0], weights.shape);
}

function biasOf({ weights, bias }: Pair, now: Now): Tensor {
  const [tasks, columns, width] = weights.shape;
  return reshape(sliceBlock(together(weights, now), [0, columns, 0], [tasks, columns + 1, width]), bias.shape);
}
