import type { Chunk } from '../../training/index.js';
import { flushDenormals } from '../../training/denormals.js';
import { streamKey } from '../../training/streams.js';
import type { Collected } from '../agent.js';
import type { AgentJob } from './agent-executor.js';
import { chunkPrograms, type Curvature } from './chunk-programs.js';
import { drawTasks, iterationKey } from './draw-tasks.js';
import type { AdaptQuestion, Answer, Question, TrainingQuestion } from './questions.js';

/** Answers questions about chunks of tasks in this process. */
export interface ChunkWork {
  answer(question: Question, chunk: Chunk): Promise<Answer>;
  release(): Promise<void>;
}

/** What was collected on a chunk, and what was made of it. */
interface Kept<Data> extends Collected<Data> {
  curvature?: Curvature;
}

/** What is collected on a chunk stays until the next iteration. Where it is not there, for a worker that takes another's place, it is collected again: to the same bits, as it follows from the question. */
export function chunkWork<Theta, Data>({ agent, outer, seed, tasksPerCall }: AgentJob<Theta, Data>): ChunkWork {
  const like = agent.init(streamKey(seed, 'initial'));
  const actor = agent.actor();
  const programs = outer && chunkPrograms(agent, outer.loss, like, tasksPerCall);
  const kept = new Map<number, Kept<Data>>();
  let iteration = -1;
  let ready: Promise<void> | undefined;

  async function keep(question: TrainingQuestion, chunk: Chunk): Promise<Kept<Data>> {
    if (question.iteration !== iteration) kept.clear();
    iteration = question.iteration;
    const known = kept.get(chunk.index);
    if (known) return known;
    const fresh: Kept<Data> = { ...(await actor.collect(question.behaviour, drawTasks(agent.environment, iterationKey(seed, iteration), chunk))) };
    kept.set(chunk.index, fresh);
    return fresh;
  }

  async function train(question: TrainingQuestion, chunk: Chunk): Promise<Answer> {
    if (!programs) throw new TypeError('A job without an outer rule cannot be trained.');
    const own = await keep(question, chunk);
    const { kind, behaviour, theta = behaviour, direction } = question;
    if (kind === 'collect') return { returns: own.returns };
    if (kind === 'evaluate') return programs.evaluate(theta, own.data);
    // A rule that goes by the curvature asks for it next, at the same place.
    if (kind === 'gradient' && !(outer?.byCurvature && isEqual(theta, behaviour))) return programs.gradient(theta, own.data);
    const curvature = (own.curvature ??= await programs.curvature(behaviour, own.data));
    return kind === 'gradient' ? curvature.gradient : curvature.times(direction!);
  }

  async function adapt({ stream, theta, rounds, recorded }: AdaptQuestion, chunk: Chunk): Promise<Answer> {
    const adaptations = await actor.adapt(theta, drawTasks(agent.environment, streamKey(seed, stream), chunk), rounds);
    return { adaptations: adaptations.map(({ returns, episodes }, i) => ({ returns, episodes: chunk.first + i < recorded ? episodes : [] })) };
  }

  return {
    async answer(question, chunk) {
      await (ready ??= flushDenormals());
      return question.kind === 'adapt' ? adapt(question, chunk) : train(question, chunk);
    },
    async release() {
      kept.clear();
      await Promise.all([actor.release(), programs?.release()]);
    },
  };
}

function isEqual(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
