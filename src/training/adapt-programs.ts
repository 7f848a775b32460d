import { pooled, type Added, type Algorithm } from '../algorithms/index.js';
import { compile } from '../compile/index.js';
import type { HostOf, Tensor } from '../graph/index.js';
import type { Statistics } from '../nn/index.js';
import type { Examples, Task } from '../tasks/index.js';
import { outputShape } from './fit.js';

/** What `adaptTo` compiles for an algorithm. */
export function createPrograms<Theta, Phi>(algorithm: Algorithm<Theta, Phi>) {
  const adaptIn = (steps: number) =>
    compile((theta: Theta, task: Pick<Task, 'support' | 'classes'>, { learningRate }: { learningRate?: Tensor }) => {
      const phi = algorithm.adapt(theta, task, { steps, learningRate });
      return { phi, statistics: algorithm.statistics(phi, task.support) };
    });
  const extendIn = (steps: number) =>
    compile((phi: Phi, added: Added, { learningRate }: { learningRate?: Tensor }) => {
      const extended = algorithm.extend!(phi, added, { steps, learningRate });
      return { phi: extended, statistics: algorithm.statistics(extended, pooled(added.known, added.support)) };
    });
  const adapting = bySteps(adaptIn);
  const extending = bySteps(extendIn);
  const predict = compile((phi: Phi, x: Tensor, told: { classes?: Tensor; statistics?: Statistics }) => algorithm.predict(phi, x, told));
  let width: number | undefined;
  return {
    /** The last axis of the outputs: the classes that the head has. */
    width(theta: HostOf<Theta>, support: HostOf<Examples>): number {
      return (width ??= outputShape(algorithm, theta, support).at(-1) ?? 1);
    },
    adapt: adapting.of,
    extend: extending.of,
    predict,
    async release() {
      await Promise.all([predict, ...adapting.made(), ...extending.made()].map((program) => program.release()));
    },
  };
}

/** Programs that are made once for each number of steps. */
function bySteps<Program>(make: (steps: number) => Program): { of(steps: number): Program; made(): Iterable<Program> } {
  const made = new Map<number, Program>();
  return {
    of(steps) {
      const program = made.get(steps) ?? make(steps);
      made.set(steps, program);
      return program;
    },
    made: () => made.values(),
  };
}
