import { add } from '../../graph/primitives/arithmetic.js';
import type { Tensor } from '../../graph/tensor.js';
import { is, uniformValue } from './match.js';

/** factor * of, one of the parts of a sum. */
export interface Term {
  /** As large as the sum or one row of it, in other axes than the sum's, perhaps, but with its last one; or of another size, and broadcast. */
  readonly of: Tensor;
  readonly factor: number;
  /** Whether only the sum reads it, and what lies between the two. */
  readonly alone: boolean;
}

/** Sums of more parts are left as they are: each sum that a long one goes through is taken apart anew. */
const mostTerms = 64;

/** The parts of a sum in their order, times a factor; undefined where they are too many, or one comes up twice: as in momentum, where what was summed up before would be made anew each time. */
export function termsOf(sum: Tensor, readers: ReadonlyMap<Tensor, number>, factor = 1): readonly Term[] | undefined {
  const terms: Term[] = [];
  const open: Term[] = [{ of: sum, factor, alone: true }];
  for (let seen = 0; open.length > 0; seen++) {
    if (seen > 4 * mostTerms || terms.length > mostTerms) return undefined;
    const part = open.pop() as Term;
    const { of, factor } = part;
    const alone = part.alone && readers.get(of) === 1;
    const [first, second] = of.inputs;
    if (is(of, 'add')) open.push({ of: second, factor, alone }, { of: first, factor, alone });
    else if (is(of, 'sub')) open.push({ of: second, factor: -factor, alone }, { of: first, factor, alone });
    else if (is(of, 'neg')) open.push({ of: first, factor: -factor, alone });
    else if (is(of, 'mul') && first.size === of.size && uniformValue(second) !== undefined) open.push({ of: first, factor: factor * (uniformValue(second) as number), alone });
    else if (is(of, 'reshape') && (of.size === sum.size || of.size === lastAxis(of)) && lastAxis(of) === lastAxis(first)) open.push({ of: first, factor, alone });
    else if (terms.some((term) => term.of === of)) return undefined;
    else terms.push({ of, factor, alone });
  }
  return terms;
}

/** All parts added up, from left to right. */
export function sumOf(terms: readonly Tensor[]): Tensor {
  return terms.reduce((total, term) => add(total, term));
}

export function lastAxis({ shape }: Tensor): number | undefined {
  return shape[shape.length - 1];
}
