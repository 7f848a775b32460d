import { generatorOf, uniformOf, type Key } from '../../random/index.js';
import type { EnvironmentFamily } from '../environment/index.js';
import { checkedRange, endsOf, within, type Range } from './range.js';

/** What a quantity is where nothing else is asked for, and what it must be larger than. */
export interface Quantity {
  readonly range: Range;
  readonly above?: number;
}

/** The quantities of a world by their names. */
export type Physics<Name extends string> = { readonly [name in Name]: number };

/** The parts of a family whose tasks are worlds of different physics. */
export type PhysicsFamily<Name extends string> = Pick<EnvironmentFamily<Physics<Name>>, 'description' | 'sampleTask' | 'titleOf' | 'tells'>;

/**
 * Tasks that draw each quantity from its range, by itself. What tells a task are the quantities that vary, each scaled so that its range is [-1, 1].
 * A quantity uses up its draw where it is fixed, too: fixing one leaves the others as they were.
 * @throws RangeError where a range makes no sense, or is for no quantity.
 */
export function variedPhysics<Name extends string>(quantities: { readonly [name in Name]: Quantity }, asked: { readonly [name in Name]?: Range }): PhysicsFamily<Name> {
  const names = Object.keys(quantities) as Name[];
  const unknown = Object.keys(asked).find((name) => !(name in quantities));
  if (unknown !== undefined) throw new RangeError(`There is no ${unknown} to vary here; there are ${names.join(', ')}.`);
  const ranges = record(names, (name) => checkedRange(name, asked[name] ?? quantities[name].range, quantities[name].above));
  const varied = names.filter((name) => endsOf(ranges[name])[0] < endsOf(ranges[name])[1]);
  const scaled = (name: Name, value: number): number => {
    const [low, high] = endsOf(ranges[name]);
    return (2 * value - low - high) / (high - low);
  };
  return {
    description: ranges,
    sampleTask(key: Key) {
      const generator = generatorOf(key);
      return record(names, (name) => within(ranges[name], uniformOf(generator)));
    },
    titleOf: (task) => varied.map((name) => `${name} ${Number(task[name].toPrecision(3))}`).join(', '),
    tells: varied.length === 0 ? undefined : { size: varied.length, of: (task) => varied.map((name) => scaled(name, task[name])) },
  };
}

function record<Name extends string, Value>(names: readonly Name[], of: (name: Name) => Value): { readonly [name in Name]: Value } {
  return Object.fromEntries(names.map((name) => [name, of(name)])) as { [name in Name]: Value };
}
