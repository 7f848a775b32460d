import { mixture, type ExampleClasses, type Mixture, type MixtureOptions, type Split } from '../tasks/index.js';
import { drawnOver, type ClassFamily } from './family.js';

/**
 * Tasks drawn from several families of classes, `{omniglot: omniglot(), glyphs: glyphs()}`, as `mixture` does; the classes of a task are all of one
 * family. It also tells what classes there are in all, for what is trained on them as one problem, and how inputs were prepared where that is alike in
 * all, for what adapts to a user's own.
 *
 * @throws RangeError where the inputs of the families differ in shape.
 */
export function classMixture<Kind extends string>(kinds: Readonly<Record<Kind, ClassFamily>>, options?: MixtureOptions<Kind>): Mixture & ClassFamily {
  const families = Object.values<ClassFamily>(kinds);
  const all = (split: Split): ExampleClasses => joinClasses(families.map(({ splits }) => splits[split]));
  const mixed = mixture(kinds, options);
  return {
    ...mixed,
    description: { ...mixed.description, ...preparation(families) },
    splits: { train: all('train'), validation: all('validation'), test: all('test') },
    over(splits, inputShape) {
      const first = { train: 0, validation: 0, test: 0 };
      const part = (family: ClassFamily, split: Split): ExampleClasses => {
        const { count, variants } = family.splits[split];
        const from = first[split];
        first[split] += count;
        return { ...partOf(splits[split], from, count), ...(variants === undefined ? {} : { variants }) };
      };
      const others = Object.entries<ClassFamily>(kinds).map(([kind, family]) => {
        const own = { train: part(family, 'train'), validation: part(family, 'validation'), test: part(family, 'test') };
        return [kind, { ...family, inputShape, splits: own, ...drawnOver(family, own, inputShape) }] as const;
      });
      const { sample, kindOf } = mixture(Object.fromEntries(others) as Record<Kind, ClassFamily>, options);
      return { sample, kindOf };
    },
  };
}

/** So many classes of a set, from one on. */
function partOf(set: ExampleClasses, from: number, count: number): ExampleClasses {
  return {
    count,
    nameOf: (index) => set.nameOf(from + index),
    sizeOf: (index) => set.sizeOf(from + index),
    write: (index, example, into, offset, key) => set.write(from + index, example, into, offset, key),
  };
}

/** What all families say alike of the format of their inputs. */
function preparation(families: readonly ClassFamily[]): Readonly<Record<string, unknown>> {
  const [first] = families;
  const saidBy = ({ description }: ClassFamily, format: string): string | undefined => JSON.stringify(description[format]);
  const alike = ['image', 'series'].filter((format) => format in first.description && families.every((family) => saidBy(family, format) === saidBy(first, format)));
  return Object.fromEntries(alike.map((format) => [format, first.description[format]]));
}

/** The classes of several sets, one set after the other. */
export function joinClasses(sets: readonly ExampleClasses[]): ExampleClasses {
  const places = sets.flatMap((set) => Array.from({ length: set.count }, (_, index) => ({ set, index })));
  return {
    count: places.length,
    nameOf: (index) => places[index].set.nameOf(places[index].index),
    sizeOf: (index) => places[index].set.sizeOf(places[index].index),
    write: (index, example, into, offset, key) => places[index].set.write(places[index].index, example, into, offset, key),
  };
}
