import { Tensor } from '../../graph/tensor.js';
import { ancestors } from '../../graph/walk.js';
import { besideOnes } from './beside-ones.js';
import { costOfNode } from './costs.js';
import { follow } from './follow.js';
import { KnownProducts } from './known-products.js';
import { mostFactors } from './order.js';
import { Orders } from './orders.js';
import { passedThrough } from './passed.js';
import { pathFrom, type Path } from './path.js';
import { costOfPaths, sumOfPaths } from './sum-of-paths.js';

/** A tensor of which this many make the largest one is worked out; larger ones may be passed. */
const smallerBy = 4;
/** What is known may be put together to tensors of so many times the largest that varies. */
const heldBy = 4;
/** What is at the end of more paths, or of longer ones than can be planned, is worked out. */
const mostPaths = 16;
/** What the other way must save to be taken, and what one more tensor that is worked out: the costs are estimates. */
const worthwhile = 0.75;
const better = 0.98;

/**
 * Products of one Jacobian with many vectors take each vector through a network layer by layer, though most of each layer is known, and what is between the layers is wider than what goes in and comes
 * out: a policy with two layers of 100 units and two actions makes 200,000 numbers of 10,000 weights, to make 4,000 of them. Here everything small is a sum of paths from what is small, each a product of
 * known tensors and one that varies, multiplied in the cheapest order: what is known first, as far as that pays, and so once for all vectors.
 *
 * What is not linear in what varies, and what is read by that, stays as it is; so does all where little would be saved.
 *
 * @param varying what changes from call to call.
 */
export function shorten(outputs: readonly Tensor[], varying: ReadonlySet<Tensor>): Tensor[] {
  const linear = new Linear(outputs, varying);
  const passed = linear.cheapest();
  return linear.cost(passed) < worthwhile * linear.cost(new Set()) ? linear.build(passed) : [...outputs];
}

/** A graph as paths through what is linear in what varies. */
export class Linear {
  private readonly outputs: readonly Tensor[];
  private readonly nodes: readonly Tensor[];
  private readonly moving: ReadonlySet<Tensor>;
  private readonly orders: Orders;
  private readonly isLarge: (node: Tensor) => boolean;
  /** All that can be passed. */
  readonly passable: ReadonlySet<Tensor>;

  constructor(outputs: readonly Tensor[], varying: ReadonlySet<Tensor>) {
    this.outputs = besideOnes(outputs, movingIn(outputs, varying));
    this.nodes = ancestors(this.outputs);
    this.moving = movingIn(this.outputs, varying);
    const largest = Math.max(0, ...[...this.moving].map(({ size }) => size));
    this.isLarge = ({ size }) => size * smallerBy > largest;
    this.orders = new Orders(heldBy * largest);
    this.passable = passedThrough(this.outputs, this.moving, this.isLarge);
  }

  /** What is best passed: of all that can be, that is worked out after all by which calls take least, one large tensor after the other. */
  cheapest(): Set<Tensor> {
    let passed = new Set(this.passable);
    let least = this.cost(passed);
    for (;;) {
      const others = [...passed].filter(this.isLarge).map((node) => new Set([...passed].filter((other) => other !== node)));
      const costs = others.map((other) => this.cost(other));
      const at = costs.indexOf(Math.min(...costs));
      if (!(costs[at] < better * least)) return passed;
      [passed, least] = [others[at], costs[at]];
    }
  }

  /** Nanoseconds that a call takes where these nodes are passed, with its share of what is done once: of all nodes that could be, and of those that read them. */
  cost(passed: ReadonlySet<Tensor>): number {
    const made = new Set<string>();
    let cost = 0;
    this.walk(passed, (node, ending) => {
      if (ending) cost += costOfPaths(ending, node.shape, this.orders, made);
      else if (this.passable.has(node) || node.inputs.some((input) => this.passable.has(input))) cost += costOfNode(node);
      return node;
    });
    return cost;
  }

  /** The outputs, where these nodes are passed. */
  build(passed: ReadonlySet<Tensor>): Tensor[] {
    const made = new KnownProducts();
    const values = new Map<Tensor, Tensor>();
    this.walk(passed, (node, ending) => {
      const value = ending ? sumOfPaths(ending, node.shape, this.orders, made) : withInputs(node, node.inputs.map((input) => values.get(input) as Tensor));
      values.set(node, value);
      return value;
    });
    return this.outputs.map((node) => values.get(node) as Tensor);
  }

  /** Comes by all nodes that are worked out, with the paths that end there if they read what is passed; goes on with what `workOut` makes of each. */
  private walk(passed: ReadonlySet<Tensor>, workOut: (node: Tensor, ending?: readonly Path[]) => Tensor): void {
    const paths = new Map<Tensor, readonly Path[]>();
    const through = new Set<Tensor>();
    for (const node of this.nodes) {
      const isReached = node.inputs.some((input) => through.has(input));
      const ending = isReached || passed.has(node) ? follow(node, (input) => paths.get(input) ?? []) : [];
      if (passed.has(node) && ending.length <= mostPaths && ending.every(({ known }) => known.length < mostFactors - 1)) {
        paths.set(node, ending);
        through.add(node);
        continue;
      }
      const value = workOut(node, isReached ? ending : undefined);
      if (this.moving.has(node)) paths.set(node, [pathFrom(value)]);
    }
  }
}

/** The nodes that depend on what varies. */
function movingIn(outputs: readonly Tensor[], varying: ReadonlySet<Tensor>): Set<Tensor> {
  const moving = new Set(varying);
  for (const node of ancestors(outputs)) if (node.inputs.some((input) => moving.has(input))) moving.add(node);
  return moving;
}

function withInputs(node: Tensor, inputs: readonly Tensor[]): Tensor {
  return inputs.every((input, at) => input === node.inputs[at]) ? node : new Tensor(node.primitive, inputs, node.attributes, node.shape, node.dtype);
}
