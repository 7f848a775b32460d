import { compile } from '../compile/index.js';
import { ndarray, type NdArray } from '../graph/index.js';
import { foldIn, type Key } from '../random/index.js';
import { drawTask, stackTasks, type Split } from '../tasks/index.js';
import type { Chunk } from './chunks.js';
import type { Job } from './executor.js';
import { streamKey } from './streams.js';
import { testProgram } from './test-program.js';
import type { Curves } from './test-report.js';
import type { TestAsk } from './test-session.js';

/** Curves of chunks of test tasks, in this process. */
export interface ChunkCurves<Theta> {
  of(ask: TestAsk<Theta>, chunk: Pick<Chunk, 'first' | 'count'>): Promise<Curves>;
  release(): Promise<void>;
}

/** Compiles the tests that are asked for: one program for all that measure the same, whatever theta and learning rate. */
export function chunkCurves<Theta, Phi>({ family, algorithm }: Pick<Job<Theta, Phi>, 'family' | 'algorithm'>): ChunkCurves<Theta> {
  const compileTest = ({ measuredAfter, protocol, tasksPerCall }: TestAsk) => compile(testProgram(algorithm, family.target, measuredAfter, protocol, tasksPerCall > 1));
  const programs = new Map<string, ReturnType<typeof compileTest>>();

  return {
    async of(ask, { first, count }) {
      const { theta, split, seed, measuredAfter, protocol, learningRate, tasksPerCall } = ask;
      const key = testKey(seed, split);
      // The last call is filled up with tasks that do not count, so that one program serves all.
      const tasks = Array.from({ length: tasksPerCall }, (_, i) => drawTask(family, split, foldIn(key, first + i)));
      const program = JSON.stringify([measuredAfter, protocol, tasksPerCall]);
      const run = programs.get(program) ?? compileTest(ask);
      programs.set(program, run);
      const measured = await run(theta as never, tasksPerCall === 1 ? tasks[0] : stackTasks(tasks), ...(learningRate === undefined ? [] : [ndarray(learningRate)]));
      const rows = (each: NdArray | undefined): number[][] => rowsOf(each, measuredAfter.length).slice(0, count);
      return { transductive: rows(measured.transductive), inductive: rows(measured.inductive) };
    },
    async release() {
      await Promise.all([...programs.values()].map((program) => program.release()));
      programs.clear();
    },
  };
}

/** The key of the tasks that a seed and a split fix; task i has it with i folded in. */
export function testKey(seed: number, split: Split): Key {
  return streamKey(seed, split === 'validation' ? 'validation' : 'test');
}

/** The rows of a measurement, one for each task. */
function rowsOf(measured: NdArray | undefined, length: number): number[][] {
  const { data } = measured ?? { data: [] };
  return Array.from({ length: data.length / length }, (_, task) => Array.from(data.slice(task * length, (task + 1) * length)));
}
