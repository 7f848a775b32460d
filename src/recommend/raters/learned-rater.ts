import type { Algorithm } from '../../algorithms/index.js';
import { compile } from '../../compile/index.js';
import { ndarray, type HostOf, type NdArray, type Tensor } from '../../graph/index.js';
import { stackTasks, type HostTask, type Task } from '../../tasks/index.js';
import { vmap } from '../../transform/index.js';
import type { RatingTasks } from '../rating-tasks.js';
import { ratingsFrom } from '../targets.js';
import { hasItem, paddedTasks, type PaddedTask } from './padded-tasks.js';
import type { Rater, RatingQuestion } from './rater.js';
import { withoutLearner } from './without-learner.js';

export interface LearnedRaterOptions<Theta, Phi> {
  readonly name: string;
  /** The tasks that it was trained on: rows are written as theirs are. */
  readonly family: RatingTasks;
  readonly algorithm: Algorithm<Theta, Phi>;
  /** Meta-trained parameters. */
  readonly theta: HostOf<Theta>;
  /** Inner steps. Default: the algorithm's own. */
  readonly steps?: number;
  /** The inner learning rate. Default: the algorithm's own. */
  readonly learningRate?: number;
}

/** A rater that holds programs. */
export interface LearnedRater extends Rater {
  /** Frees its programs; a later call compiles again. */
  release(): Promise<void>;
}

/** Rows of support and query sets together that one call works on: they stay in the cache. */
const rowsPerCall = 2048;
/** Tasks of one call: each has a copy of what adapts. */
const mostPerCall = 32;

/**
 * A meta-trained learner as a rater: it is adapted to what is known of each user, many users in one program, and predicts each item asked by itself. Sets are padded to a few sizes, so that a few programs serve
 * questions of any size.
 *
 * A user of whom nothing is known gets the learner before its first inner step. Items that the family does not have are left out of what is known, and rated as the mean of all.
 */
export function learnedRater<Theta, Phi>({ name, family, algorithm, theta, steps = algorithm.innerSteps, learningRate }: LearnedRaterOptions<Theta, Phi>): LearnedRater {
  const rate = learningRate === undefined ? {} : { learningRate: ndarray(learningRate) };
  const answers = (adaptSteps: number) =>
    compile((params: Theta, tasks: Task, { learningRate }: { learningRate?: Tensor }) =>
      vmap(({ support, query }: Task) => {
        const phi = algorithm.adapt(params, { support }, { steps: adaptSteps, learningRate });
        const statistics = algorithm.statistics(phi, support);
        return algorithm.predict(phi, query.x, statistics.length > 0 ? { statistics } : {});
      })(tasks),
    );
  const told = answers(steps);
  const untold = answers(0);
  const fallback = withoutLearner(family);

  /** The scores of tasks of one shape. */
  async function answer(tasks: readonly PaddedTask[], rows: number): Promise<Float32Array[]> {
    const perCall = Math.max(1, Math.min(mostPerCall, Math.floor(rowsPerCall / rows)));
    const program = tasks[0].known === 0 ? untold : told;
    const scores: Float32Array[] = [];
    for (let first = 0; first < tasks.length; first += perCall) {
      const chunk = tasks.slice(first, first + perCall);
      // The last call is filled up with what does not count, so that one program serves all.
      const filled = Array.from({ length: perCall }, (_, i): HostTask => (chunk[i] ?? chunk[0]).write());
      const outputs = (await program(theta as never, stackTasks(filled), rate)) as NdArray;
      chunk.forEach(({ question }, i) => scores.push(scoresOf(question, taskOf(outputs, i))));
    }
    return scores;
  }

  function scoresOf({ asked }: RatingQuestion, outputs: NdArray): Float32Array {
    const scores = ratingsFrom(family.ratingTarget, outputs).subarray(0, asked.length);
    return scores.map((score, at) => (Number.isFinite(score) && hasItem(family, asked[at]) ? score : fallback(asked[at])));
  }

  return {
    name,
    rates: family.ratings.feedback === 'explicit',
    async rate(questions) {
      const scores = questions.map((): Float32Array => new Float32Array());
      for (const { tasks, rows } of paddedTasks(family, questions)) {
        const answered = await answer(tasks, rows);
        tasks.forEach(({ index }, i) => (scores[index] = answered[i]));
      }
      return scores;
    },
    async release() {
      await Promise.all([told.release(), untold.release()]);
    },
  };
}

/** The outputs of one task of several. */
function taskOf({ data, shape: [tasks, ...shape], dtype }: NdArray, index: number): NdArray {
  const size = data.length / tasks;
  return { data: data.slice(index * size, (index + 1) * size), shape, dtype };
}
