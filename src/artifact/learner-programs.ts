import type { Algorithm } from '../algorithms/index.js';
import type { PortableProgram } from '../compile/index.js';
import type { Tensor } from '../graph/index.js';
import { placeholder } from '../graph/primitives/leaves.js';
import type { Given } from '../tasks/index.js';
import { adaptedForm, fixedLearner, type Adaptation } from './adapted-form.js';

/** Tensors by the names that a model's inputs or outputs have. */
export type Named = Readonly<Record<string, Tensor>>;

/** Which programs are wanted of a learner, and in what words they are asked. */
export interface ProgramsOf<Theta, Phi> {
  readonly algorithm: Algorithm<Theta, Phi>;
  /** Meta-trained parameters: placeholders of weights that stand in a file. */
  readonly theta: Theta;
  /** The inner steps of each program; one entry where the algorithm has no steps. */
  readonly steps: readonly number[];
  /** The rows that support sets are padded to. */
  readonly rows: readonly number[];
  /** Rows that come together only, of which all numbers of rows are multiples. Default 1. */
  readonly together?: number;
  /** A support set of so many rows for so many steps, by the names of its inputs. */
  support(rows: number, steps: number): { readonly inputs: Named; readonly given: Given };
  /** What is asked of the adapted learner, by the names of its inputs. */
  readonly query: { readonly inputs: Named; readonly x: Tensor; readonly classes?: Tensor };
  /** What is answered, by name, of the learner's output, and of what it was adapted to. */
  answer(output: Tensor, adaptation: Adaptation<Phi>): Named;
}

type Program = Omit<PortableProgram, 'weights'>;

/** A way of deploying a learner for support sets of so many rows. `predict` takes what `adapt` makes, by the same names. */
export interface LearnerProgram {
  readonly rows: number;
  readonly steps: number;
  readonly adapt: Program;
  readonly predict: Program;
}

/**
 * The programs that a learner is deployed as, for each number of rows and steps: support set in, adapted weights out; adapted weights and queries in, answers out. Of what a task is adapted to, only what differs from
 * task to task and is still read goes from one to the other. Statistics of batches are those of the support set, so that queries are predicted one by one.
 */
export function learnerPrograms<Theta, Phi>({ algorithm, theta, steps, rows, together, support, query, answer }: ProgramsOf<Theta, Phi>): LearnerProgram[] {
  return steps.flatMap((innerSteps) => {
    const learner = fixedLearner(algorithm, theta, { steps: innerSteps });
    const form = adaptedForm(learner, (count) => support(count, innerSteps).given, together);
    const byName = (part: readonly Tensor[]): Named => Object.fromEntries(form.paths.map((path, i) => [`adapted.${path.replace(/^phi\./, '')}`, part[i]]));
    return rows.map((count) => {
      const { inputs, given } = support(count, innerSteps);
      const part = form.partOf(learner.adapt(given));
      const adapted = part.map(({ shape, dtype }) => placeholder(shape, dtype, 'An adapted weight'));
      const adaptation = form.wholeOf(adapted);
      return {
        rows: count,
        steps: innerSteps,
        adapt: { inputs, outputs: byName(part) },
        predict: { inputs: { ...byName(adapted), ...query.inputs }, outputs: answer(learner.predict(adaptation, query.x, query.classes), adaptation) },
      };
    });
  });
}
