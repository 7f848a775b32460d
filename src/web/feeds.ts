import type { AdaptProgram, ArtifactCard, NamedSignature } from '../artifact/card.js';
import { allocate } from '../graph/dtype.js';
import type { NdArray } from '../graph/ndarray.js';
import { WebModelError } from './errors.js';
import type { Feeds } from './protocol.js';

/** Numbers by the names of a program's inputs, row after row: `{ x: pixels, y: labels }`. */
export type Inputs = Readonly<Record<string, ArrayLike<number>>>;

const isMask = (name: string): boolean => /^mask\d*$/.test(name);
/** The round of an input of experience: `x1` belongs to `mask1`. */
const roundOf = (name: string): string => /\d*$/.exec(name)![0];
const widthOf = ({ shape }: NamedSignature): number => shape.slice(1).reduce((product, length) => product * length, 1);

/**
 * The program for a support set: of those with so many inner steps the one with the fewest rows that suffice.
 * @throws WebModelError where there is none.
 */
export function programFor({ programs, training }: ArtifactCard, support: Inputs, asked?: number): AdaptProgram {
  const usual = Number((training as { testSteps?: number }).testSteps);
  const has = [...new Set(programs.map(({ steps }) => steps))].sort((a, b) => a - b);
  const steps = asked ?? (has.includes(usual) ? usual : has[has.length - 1]);
  const taking = programs.filter((program) => program.steps === steps).sort((a, b) => a.rows - b.rows);
  if (taking.length === 0) throw new WebModelError(`The model takes ${has.join(', ')} inner step${String(has) === '1' ? '' : 's'}, not ${steps}. Export it with --steps ${steps}.`);
  const count = Math.max(0, ...taking[0].adapt.inputs.filter(({ name, shape }) => !isMask(name) && shape[0] === taking[0].rows && name in support).map((signature) => support[signature.name].length / widthOf(signature)));
  const found = taking.find(({ rows }) => rows >= count);
  if (!found) throw new WebModelError(`The support set has ${count} rows, and the model takes at most ${taking[taking.length - 1].rows}. Leave some out, or export it with --rows ${Math.ceil(count)}.`);
  return found;
}

/**
 * A support set as the program takes it: padded to its rows, with masks of the rows that count, and the classes that there are up to the largest label, where they are not given.
 * @throws WebModelError where something is missing, of another length, or no number.
 */
export function supportFeeds({ rows, adapt: { inputs } }: AdaptProgram, support: Inputs): Feeds {
  const counts = new Map<string, number>();
  for (const signature of inputs) {
    const { name, shape } = signature;
    if (isMask(name) || name === 'classes' || shape[0] !== rows) continue;
    const count = given(support, name).length / widthOf(signature);
    const before = counts.get(roundOf(name));
    if (!Number.isInteger(count) || (before !== undefined && before !== count)) {
      throw new WebModelError(`The support set's ${name} has ${support[name].length} numbers: rows of ${widthOf(signature)} are needed${before === undefined ? '' : `, ${before} of them as of the others`}.`);
    }
    counts.set(roundOf(name), count);
  }
  return Object.fromEntries(
    inputs.map((signature) => {
      const { name, shape } = signature;
      if (name === 'classes' && !support.classes) return [name, array(signature, classesOf(support.y, shape[0]))];
      if (isMask(name) && !support[name]) return [name, array(signature, new Float32Array(rows).fill(1, 0, counts.get(roundOf(name)) ?? 0))];
      return [name, array(signature, given(support, name))];
    }),
  );
}

/** What is known from the support set when predicting: the classes that there are, where the program asks for them. @throws WebModelError as above. */
export function classFeeds({ predict: { inputs } }: AdaptProgram, support: Inputs): Feeds {
  const signature = inputs.find(({ name }) => name === 'classes');
  return signature ? { classes: array(signature, support.classes ?? classesOf(support.y, signature.shape[0])) } : {};
}

/** The rows of queries from `first` on, as many as the program takes, by what else is known; and how many of them count. @throws WebModelError as above. */
export function queryFeeds({ predict: { inputs } }: AdaptProgram, known: Feeds, queries: Inputs, first: number): Feeds {
  return Object.fromEntries(
    inputs.map((signature) => {
      const { name, shape } = signature;
      if (known[name]) return [name, known[name]];
      const width = widthOf(signature);
      return [name, array(signature, Array.prototype.slice.call(given(queries, name), first * width, (first + shape[0]) * width) as number[])];
    }),
  );
}

/** How many queries there are, and how many one call takes; undefined of programs that ask for none. @throws WebModelError where they are no whole rows. */
export function queryRows({ predict: { inputs } }: AdaptProgram, known: Feeds, queries: Inputs): { readonly count: number; readonly each: number } | undefined {
  const signature = inputs.find(({ name }) => !known[name]);
  if (!signature) return undefined;
  const count = given(queries, signature.name).length / widthOf(signature);
  if (!Number.isInteger(count)) throw new WebModelError(`The queries' ${signature.name} has ${queries[signature.name].length} numbers: rows of ${widthOf(signature)} are needed.`);
  return { count, each: signature.shape[0] };
}

function given(inputs: Inputs, name: string): ArrayLike<number> {
  const found = inputs[name];
  if (found === undefined) throw new WebModelError(`The model asks for ${name}, and it was not given.`);
  return found;
}

/** Ones up to the largest label. */
function classesOf(labels: ArrayLike<number> | undefined, ways: number): Float32Array {
  const most = Math.max(-1, ...Array.from(labels ?? []));
  if (most >= ways) throw new WebModelError(`There is a label ${most}, and the model tells apart at most ${ways} classes, 0 to ${ways - 1}.`);
  return new Float32Array(ways).fill(1, 0, most + 1);
}

/** An array of the signature's shape; what is not given is zero. */
function array({ name, shape, dtype }: NamedSignature, values: ArrayLike<number>): NdArray {
  const size = shape.reduce((product, length) => product * length, 1);
  if (values.length > size) throw new WebModelError(`${name} has ${values.length} numbers, and the model takes (${shape.join(', ')}).`);
  const data = allocate(dtype, size);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) throw new WebModelError(`${name} has ${values[i]} at position ${i}: give numbers.`);
    data[i] = values[i];
  }
  return { data, shape, dtype };
}
