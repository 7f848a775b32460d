import { cheapestOrder, type Order, type Pair } from './order.js';
import type { Index, Path } from './path.js';

/** The cheapest orders of paths, each looked for once for all paths that are alike: a network's are, and many ways to cut it are compared. */
export class Orders {
  private readonly found = new Map<string, { readonly order: Order; readonly indices: readonly Index[] }>();

  /** @param mostHeld how many numbers the product of what is known may hold. */
  constructor(private readonly mostHeld: number) {}

  of(path: Path): Order {
    const { key, indices } = describe(path);
    const known = this.found.get(key);
    if (known) return renamed(known.order, new Map(known.indices.map((index, at) => [index, indices[at]])));
    const order = cheapestOrder(path, this.mostHeld);
    this.found.set(key, { order, indices });
    return order;
  }
}

/** What an order depends on: which indices of which sizes the factors and the result have. */
function describe({ known, varying, result }: Path): { key: string; indices: Index[] } {
  const rows = [...known.map(({ axes }) => axes), varying.axes, result.filter((index): index is Index => index !== undefined)];
  const indices = [...new Set(rows.flat())];
  return { key: `${rows.map((axes) => axes.map((index) => indices.indexOf(index)).join()).join('|')} ${indices.map(({ size }) => size).join()}`, indices };
}

function renamed(order: Order, names: ReadonlyMap<Index, Index>): Order {
  if (typeof order === 'number') return order;
  const pair = order.pair.map((part) => renamed(part, names)) as unknown as Pair['pair'];
  return { ...order, pair, kept: new Set([...order.kept].map((index) => names.get(index) as Index)) };
}
