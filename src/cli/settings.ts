import { z } from 'zod';
import { UsageError } from './failure.js';
import { suggestion } from './options/nearest.js';

/** The names that TASK may have; `images` is written `images:DIR`. */
export const taskNames = ['sinusoid', 'glyphs', 'omniglot', 'images'] as const;
export type TaskName = (typeof taskNames)[number];

export const algorithmNames = ['maml'] as const;

const count = z.number().int().min(1);

/** What fixes a family of tasks, a learner and an algorithm: the part of config.json that this command line wrote. */
export const settingsSchema = z.strictObject({
  task: z.enum(taskNames),
  /** The folder of `images:DIR`, absolute. */
  directory: z.string().optional(),
  /** The folder with the data sets' own folders; METALEARN_DATA or the cache where it is absent. */
  data: z.string().optional(),
  /** Height and width in pixels that `images:DIR` are resized to; absent where all are of one size already. */
  size: z.number().int().min(1).max(4096).optional(),
  split: z.enum(['usual', 'background']).optional(),
  algorithm: z.enum(algorithmNames),
  /** Absent for tasks without classes. */
  ways: z.number().int().min(2).optional(),
  shots: count,
  queries: count,
  innerSteps: count,
  innerLearningRate: z.number().positive(),
  firstOrder: z.boolean(),
});
export type Settings = z.infer<typeof settingsSchema>;

/** How long and how broadly to train. */
export interface Schedule {
  readonly metaBatch: number;
  readonly iterations: number;
  /** Inner steps at test. */
  readonly testSteps: number;
}

/** What a person may set on the command line; what is absent takes the task's default. */
export type Asked = Partial<Omit<Settings, 'task'>> & Partial<Schedule>;

/** The task that TASK names, and its folder. */
export function parseTask(text: string): Pick<Settings, 'task' | 'directory'> {
  if (text.startsWith('images:') && text.length > 'images:'.length) return { task: 'images', directory: text.slice('images:'.length) };
  const all = 'The tasks are sinusoid, glyphs, omniglot and images:DIR.';
  if (text === 'images' || text === 'images:') {
    throw new UsageError('The task images needs its folder: write images:DIR, where DIR holds one folder of images for each class.');
  }
  const found = taskNames.find((name) => name === text);
  if (found === undefined) throw new UsageError(`There is no task '${text}'.${suggestion(text, taskNames)} ${all}`);
  return { task: found };
}

/** Everything that was not asked for, filled in: the settings of the papers where a paper has the task. */
export function completeSettings(task: Pick<Settings, 'task' | 'directory'>, asked: Asked): { settings: Settings; schedule: Schedule } {
  rejectMisplaced(task.task, asked);
  const { innerSteps, innerLearningRate, metaBatch, iterations, testSteps, ...own } = defaultsOf(task.task, asked.ways);
  const settings: Settings = {
    ...task,
    ...(asked.data === undefined ? {} : { data: asked.data }),
    ...(asked.size === undefined ? {} : { size: asked.size }),
    ...(task.task === 'omniglot' ? { split: asked.split ?? 'usual' } : {}),
    algorithm: asked.algorithm ?? 'maml',
    ...(own.ways === undefined ? {} : { ways: own.ways }),
    shots: asked.shots ?? own.shots,
    queries: asked.queries ?? own.queries,
    innerSteps: asked.innerSteps ?? innerSteps,
    innerLearningRate: asked.innerLearningRate ?? innerLearningRate,
    firstOrder: asked.firstOrder ?? false,
  };
  const schedule = { metaBatch: asked.metaBatch ?? metaBatch, iterations: asked.iterations ?? iterations, testSteps: asked.testSteps ?? testSteps };
  return { settings, schedule };
}

/** `runs/omniglot-5-way-1-shot`: where a run goes if nothing else is said. */
export function defaultFolder({ task, directory, ways, shots, algorithm, firstOrder }: Settings): string {
  const name = task === 'images' ? `images-${(directory ?? '').split(/[\\/]/).filter(Boolean).pop() ?? 'folder'}` : task;
  const kind = `${algorithm === 'maml' ? '' : `-${algorithm}`}${firstOrder ? '-first-order' : ''}`;
  return `runs/${name}${ways === undefined ? '' : `-${ways}-way`}-${shots}-shot${kind}`;
}

interface Defaults extends Schedule {
  readonly ways?: number;
  readonly shots: number;
  readonly queries: number;
  readonly innerSteps: number;
  readonly innerLearningRate: number;
}

/** Finn et al. 2017, section 5 and appendix A; drawn glyphs and own images follow Omniglot with fewer iterations. */
function defaultsOf(task: TaskName, ways = 5): Defaults {
  if (task === 'sinusoid') {
    return { shots: 5, queries: 10, innerSteps: 1, innerLearningRate: 0.01, metaBatch: 25, iterations: 70_000, testSteps: 10 };
  }
  const iterations = task === 'omniglot' ? 60_000 : 3_000;
  const many = ways > 5;
  return {
    ways,
    shots: 1,
    queries: 1,
    innerSteps: many ? 5 : 1,
    innerLearningRate: many ? 0.1 : 0.4,
    metaBatch: many ? 16 : 32,
    iterations,
    testSteps: many ? 5 : 3,
  };
}

function rejectMisplaced(task: TaskName, { ways, split, data, size }: Asked): void {
  if (task !== 'images' && size !== undefined) throw new UsageError(`--size resizes the images of images:DIR; the task ${task} has a size of its own: leave it out.`);
  if (task === 'sinusoid' && ways !== undefined) throw new UsageError('--ways counts classes, and the task sinusoid has none: leave it out.');
  if (task !== 'omniglot' && split !== undefined) throw new UsageError(`--split chooses between the two splits of omniglot; the task ${task} has one of its own: leave it out.`);
  if (task !== 'omniglot' && data !== undefined) throw new UsageError(`--data is the folder of downloaded data sets; the task ${task} reads none: leave it out.`);
}
