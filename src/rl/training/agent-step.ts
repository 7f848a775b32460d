import { flushDenormals } from '../../training/denormals.js';
import type { Chunk } from '../../training/index.js';
import { allFinite, largestOf, NonFiniteError } from '../../training/non-finite.js';
import type { OuterStep } from '../../training/outer-step.js';
import type { OuterRule } from '../outer/outer.js';
import type { AgentSession } from './agent-executor.js';
import { askedBatch, askingAll, meanOf, type Together } from './asked-batch.js';

const advice = 'An environment whose rewards or observations have no bounds is the usual cause; a smaller inner learning rate or outer step may help.';

/**
 * One iteration of meta-training an agent: its tasks are played, then the outer rule moves theta by what it asks about them.
 *
 * @param like theta on the host, for the names of its leaves.
 */
export function agentStep(session: AgentSession, outer: OuterRule, chunks: readonly Chunk[], like: unknown): OuterStep {
  const tasks = chunks.reduce((sum, { count }) => sum + count, 0);
  let ready: Promise<void> | undefined;
  return {
    workers: session.workers,
    async run({ iteration, theta, optimizer: state }, signal) {
      await (ready ??= flushDenormals());
      const ask = askingAll(session, chunks, iteration, theta, signal);
      const { returns } = await ask({ kind: 'collect' });
      requireFiniteReturns(returns, iteration);
      let first: { readonly loss: number; readonly norm: number } | undefined;
      const batch = askedBatch(ask, tasks, (answer) => {
        // Where a rule steps too far is for itself to see, and to take back.
        if (first) return;
        requireFiniteGradient(answer, iteration, like);
        first = { loss: meanOf(answer.losses), norm: lengthOf(answer.total) / tasks };
      });
      const next = await outer.step(theta, state, batch);
      if (!allFinite(next.theta)) throw new NonFiniteError({ iteration: iteration + 1, parameter: largestOf(next.theta, like).parameter });
      const { loss, norm } = first ?? { loss: 0, norm: 0 };
      const { gradientNorm: _, ...record } = next.record;
      return { theta: next.theta, optimizer: next.state, loss, norm, record: { ...Object.fromEntries(returns.map((of, round) => [`return${round}`, meanOf(of)])), ...record } };
    },
    // The session is closed by who opened it.
    close: async () => undefined,
  };
}

function requireFiniteReturns(returns: readonly Float32Array[], iteration: number): void {
  returns.forEach((of, round) => {
    const task = of.findIndex((value) => !Number.isFinite(value));
    if (task >= 0) throw new NonFiniteError({ iteration: iteration + 1, task, what: `the mean return of task ${task} in round ${round} is ${of[task]}`, advice });
  });
}

function requireFiniteGradient({ losses, total }: Together, iteration: number, like: unknown): void {
  const task = losses.findIndex((value) => !Number.isFinite(value));
  if (task >= 0) throw new NonFiniteError({ iteration: iteration + 1, task, loss: losses[task], what: `task ${task} has the loss ${losses[task]} in its last round`, advice });
  if (allFinite(total)) return;
  const { parameter, gradient } = largestOf(total, like);
  throw new NonFiniteError({ iteration: iteration + 1, parameter, gradient, what: `the loss of each task is finite, but the gradient of ${parameter} is not`, advice });
}

function lengthOf(vector: Float32Array): number {
  return Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
}
