import { Tensor } from '../../graph/tensor.js';
import { ancestors } from '../../graph/walk.js';
import { besideOnes } from './beside-ones.js';
import { costOfNode } from './costs.js';
import { follow } from './follow.js';
import { KnownProducts } from './known-products.js';
import { movingIn } from './moving.js';
import { isLong } from './order.js';
import { passedThrough } from './passed.js';
import { pathFrom, type Path } from './path.js';
import { sumOfPaths } from './sum-of-paths.js';

/** A tensor of which this many make the largest one is worked out; larger ones are passed. */
const smallerBy = 4;
/** What is known may be put together to tensors of so many times the largest that varies. */
const heldBy = 4;
/** What is at the end of more paths is worked out. Where one is too long to be planned nothing is changed. */
const mostPaths = 16;
/** What the other way must save to be taken: the costs are estimates. */
const worthwhile = 0.75;

/**
 * Products of one Jacobian with many vectors take each vector through a network layer by layer, though most of each layer is known, and what is between the layers is wider than what goes in and comes
 * out: a policy with two layers of 100 units and two actions makes 200,000 numbers of 10,000 weights, to make 4,000 of them. Here everything small is a sum of paths from what is small, each a product of
 * known tensors and one that varies, multiplied in the cheapest order: what is known first, as far as that pays, and so once for all vectors.
 *
 * What is not linear in what varies, and what is read by that, stays as it is; so does all where little would be saved.
 *
 * @param outputs simplified: nothing in them is empty.
 * @param varying what changes from call to call.
 */
export function shorten(outputs: readonly Tensor[], varying: ReadonlySet<Tensor>): Tensor[] {
  const { shortened, before, after } = byPaths(outputs, varying);
  return after < worthwhile * before ? shortened : [...outputs];
}

/** The same outputs by paths, with the nanoseconds that a call takes without and with them, what is done once shared by all; as they are where there are no paths. */
export function byPaths(outputs: readonly Tensor[], varying: ReadonlySet<Tensor>): { readonly shortened: Tensor[]; readonly before: number; readonly after: number } {
  const joined = besideOnes(outputs, movingIn(outputs, varying));
  const moving = movingIn(joined, varying);
  const largest = [...moving].reduce((most, { size }) => Math.max(most, size), 0);
  const passed = passedThrough(joined, moving, (node) => node.size * smallerBy > largest);
  const none = { shortened: [...outputs], before: 0, after: 0 };
  if (passed.size === 0) return none;

  const values = new Map<Tensor, Tensor>();
  const paths = new Map<Tensor, readonly Path[]>();
  const made = new KnownProducts();
  let [before, after] = [0, 0];
  for (const node of ancestors(joined)) {
    const isReached = node.inputs.some((input) => passed.has(input));
    const ending = isReached || passed.has(node) ? follow(node, (input) => paths.get(input) ?? []) : [];
    if (ending.length > 0) before += costOfNode(node);
    const tooLong = ending.some(isLong);
    if (passed.has(node) && ending.length <= mostPaths && !tooLong) {
      paths.set(node, ending);
      continue;
    }
    passed.delete(node);
    if (isReached && tooLong) return none;
    let value: Tensor;
    if (isReached) {
      const sum = sumOfPaths(ending, node.shape, heldBy * largest, made);
      value = sum.value;
      after += sum.cost;
    } else {
      value = withInputs(node, node.inputs.map((input) => values.get(input) as Tensor));
    }
    values.set(node, value);
    if (moving.has(node)) paths.set(node, [pathFrom(value)]);
  }
  return { shortened: joined.map((node) => values.get(node) as Tensor), before, after };
}

function withInputs(node: Tensor, inputs: readonly Tensor[]): Tensor {
  return inputs.every((input, at) => input === node.inputs[at]) ? node : new Tensor(node.primitive, inputs, node.attributes, node.shape, node.dtype);
}
