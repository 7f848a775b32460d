import { reshape } from '../graph/primitives/layout.js';
import { matmulPrimitive, type Product } from '../graph/primitives/matmul.js';
import { sameShape } from '../graph/shape.js';
import { apply, Tensor } from '../graph/tensor.js';
import { rewrite } from '../graph/walk.js';
import { fusedPrimitive } from './fused.js';
import { countReaders } from './readers.js';
import { is, isFactor, uniformValue } from './simplify/match.js';

/**
 * Joins operations for which the runtime has one kernel: a factor, a summand and a ReLU become part of the product that they
 * follow, where nothing else needs the product by itself.
 */
export function fuse(outputs: readonly Tensor[]): Tensor[] {
  return [takeFactor, takeFactorOfOperand, takeSummand, takeRelu].reduce((current, join) => {
    const readers = countReaders(current);
    // Readers are known of the nodes before the rewriting, which stand at the same places.
    return rewrite(current, (node, original) => join(node, (i) => readers.get(original.inputs[i]) === 1) ?? node);
  }, [...outputs]);
}

type Join = (node: Tensor, usedOnce: (input: number) => boolean) => Tensor | undefined;

const takeFactor: Join = (node, usedOnce) => {
  const [x] = node.inputs;
  const factor = is(node, 'neg') ? -1 : is(node, 'mul') && node.inputs[1].size === 1 && node.rank === x.rank ? uniformValue(node.inputs[1]) : undefined;
  if (factor === undefined || !is(x, 'matmul') || !usedOnce(0)) return undefined;
  const product = x.attributes as Product;
  if (!isFactor(product.factor * factor)) return undefined;
  return new Tensor(matmulPrimitive, x.inputs, { ...product, factor: product.factor * factor }, node.shape, node.dtype) as Tensor;
};

/** (f a) b for a column a and a row b. A row times a matrix keeps its factor outside: the runtime's kernel for them takes none. */
const takeFactorOfOperand: Join = (node) => {
  if (!is(node, 'matmul')) return undefined;
  const { transposeA, transposeB, factor } = node.attributes as Product;
  const [a] = node.inputs;
  if (transposeA || a.shape[a.rank - 1] !== 1 || node.shape.slice(-2).includes(1)) return undefined;
  const parts = node.inputs.map(factorOf);
  const product = parts.reduce((all, part) => all * part.factor, factor);
  return product === factor || !isFactor(product) ? undefined : apply(matmulPrimitive, parts.map(({ x }) => x), { transposeA, transposeB, factor: product });
};

/** What is scaled by a number, and that number, where reshapes may stand between. */
function factorOf(operand: Tensor): { x: Tensor; factor: number } {
  let inner = operand;
  while (is(inner, 'reshape')) inner = inner.inputs[0];
  const factor = is(inner, 'mul') && inner.inputs[1].size === 1 ? uniformValue(inner.inputs[1]) : undefined;
  if (factor === undefined) return { x: operand, factor: 1 };
  let x = inner.inputs[0];
  while (is(x, 'reshape')) x = x.inputs[0];
  return { x: sameShape(x.shape, operand.shape) ? x : reshape(x, operand.shape), factor };
}

/** a b + c and c - a b, for matrices. */
const takeSummand: Join = (node, usedOnce) => {
  if (!is(node, 'add') && !is(node, 'sub')) return undefined;
  for (const at of [0, 1]) {
    const product = node.inputs[at];
    const summand = node.inputs[1 - at];
    if (!is(product, 'matmul') || product.rank !== 2 || product.size !== node.size || !usedOnce(at) || product.inputs[0].rank !== 2 || product.inputs[1].rank !== 2) continue;
    if (summand.rank > 2 || (is(node, 'sub') && at === 0)) continue;
    const attributes = product.attributes as Product;
    const factor = is(node, 'sub') ? -attributes.factor : attributes.factor;
    return new Tensor(fusedPrimitive, [...product.inputs, summand], { ...attributes, factor, relu: false }, node.shape, node.dtype) as Tensor;
  }
  return undefined;
};

const takeRelu: Join = (node, usedOnce) => {
  const [x] = node.inputs;
  if (!is(node, 'relu') || !usedOnce(0) || x.rank !== 2) return undefined;
  if (is(x, 'fused')) return new Tensor(fusedPrimitive, x.inputs, { ...(x.attributes as Product), relu: true }, node.shape, node.dtype) as Tensor;
  if (!is(x, 'matmul') || x.inputs.some((input) => input.rank !== 2)) return undefined;
  return new Tensor(fusedPrimitive, x.inputs, { ...(x.attributes as Product), relu: true }, node.shape, node.dtype) as Tensor;
};
