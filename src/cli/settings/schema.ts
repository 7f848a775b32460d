import { z } from 'zod';
import { algorithmEntries, decays, networkEntries, optimizers, taskEntries, type SaidOption, type Schedule } from '../catalogue/index.js';

/** A whole number, or a range of them from which each task draws. */
const counted = (least: number) => z.union([z.number().int().min(least), z.tuple([z.number().int().min(least), z.number().int().min(least)]).readonly()]);

const oneOf = (entries: readonly { readonly name: string }[]) => z.enum(entries.map(({ name }) => name));

const options = z.record(z.string(), z.json());

/** What fixes a family of tasks, a network and an algorithm: the part of config.json that this command line wrote. */
export const settingsSchema = z.strictObject({
  task: oneOf(taskEntries),
  /** The folder or file of `images:DIR`, absolute. */
  argument: z.string().optional(),
  /** The folder with the data sets' own folders; METALEARN_DATA or the cache where it is absent. */
  data: z.string().optional(),
  /** Absent for tasks without classes. */
  ways: counted(2).optional(),
  /** Classes of a task in training, where there they are others. */
  trainWays: z.number().int().min(2).optional(),
  /** Classes that each split of the data has at least, where those are not as many as the widest tasks have: a test of other ways is of the same splits. */
  splitWays: z.number().int().min(2).optional(),
  shots: counted(1),
  queries: counted(1),
  taskOptions: options,
  /** An .onnx file whose vectors stand in place of the examples, absolute, and what it is told. */
  features: z.string().optional(),
  featureOptions: options.optional(),
  network: oneOf(networkEntries),
  channels: z.number().int().min(1).optional(),
  algorithm: oneOf(algorithmEntries),
  /** Pixels by which images are also seen shifted when a task is learned and predicted; absent where not. */
  testShift: z.number().int().min(1).optional(),
  algorithmOptions: options,
});
export type Settings = z.infer<typeof settingsSchema>;

export const scheduleSchema = z.strictObject({
  metaBatch: z.number(),
  chunkSize: z.number().optional(),
  iterations: z.number(),
  testSteps: z.number(),
  optimizer: z.enum(optimizers),
  outerLearningRate: z.number(),
  decay: z.enum(decays),
}) satisfies z.ZodType<Schedule>;

/** What TASK says. */
export type AskedTask = Pick<Settings, 'task' | 'argument'>;

/** What a person may set on the command line; what is absent takes the default of the task or the algorithm. */
export interface Asked extends Partial<Omit<Settings, 'task' | 'argument' | 'taskOptions' | 'algorithmOptions' | 'featureOptions'>>, Partial<Schedule> {
  /** Options that belong to the algorithm or the task. */
  readonly options?: readonly SaidOption[];
}
