import { algorithmEntries, algorithmNamed, fits, featureOptions, mostOf, networkNamed, taskNamed, usualNetwork, type AlgorithmEntry, type InputKind, type RowKind, type Schedule, type TaskEntry, type TaskFacts } from '../catalogue/index.js';
import { UsageError } from '../failure.js';
import { listed } from '../options/values.js';
import { requireChunk } from '../require-chunk.js';
import { optionsOf, rejectStrays } from './place.js';
import type { Asked, AskedTask, Settings } from './schema.js';

/** Everything that was not asked for, filled in: the settings of the papers where a paper has the task. */
export function completeSettings(task: AskedTask, asked: Asked): { settings: Settings; schedule: Schedule } {
  const entry = taskNamed(task.task);
  const said = asked.options ?? [];
  const taskOptions = optionsOf(entry, said);
  const algorithm = algorithmNamed(asked.algorithm ?? usualAlgorithm(entry, taskOptions));
  requireOptions(entry, taskOptions);
  const sizes = { ways: asked.ways ?? entry.sizes.ways, shots: asked.shots ?? entry.sizes.shots };
  const facts = factsOf(entry, taskOptions, { ...sizes, features: asked.features });
  rejectMisplaced(entry, facts, algorithm, asked);
  const own = { name: algorithm.name, options: algorithm.options(facts) };
  const features = asked.features === undefined ? undefined : { name: '--features', options: featureOptions };
  rejectStrays(said, [own, entry, ...(features ? [features] : [])]);
  const algorithmOptions = optionsOf(own, said);
  const { queries, trainWays, ...schedule } = algorithm.schedule?.(facts, algorithmOptions) ?? {};
  const network = asked.network ?? (features ? undefined : entry.network) ?? usualNetwork(facts.input);
  networkNamed(network, facts.input);
  const metaBatch = asked.metaBatch ?? schedule.metaBatch ?? entry.metaBatch;
  if (asked.chunkSize !== undefined) requireChunk(asked.chunkSize, metaBatch);

  const present = <T extends object>(values: T): T => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
  return {
    settings: present({
      ...task,
      data: asked.data,
      ways: facts.target === 'classes' ? sizes.ways : undefined,
      trainWays: asked.trainWays ?? trainWays,
      splitWays: asked.splitWays,
      shots: sizes.shots,
      queries: asked.queries ?? queries ?? entry.sizes.queries,
      taskOptions,
      features: asked.features,
      featureOptions: features && optionsOf(features, said),
      network,
      channels: asked.channels ?? ((asked.network ?? asked.features) === undefined ? entry.channels : undefined),
      algorithm: algorithm.name,
      algorithmOptions,
      testShift: asked.testShift || undefined,
    }),
    schedule: {
      metaBatch,
      ...(asked.chunkSize === undefined ? {} : { chunkSize: asked.chunkSize }),
      iterations: asked.iterations ?? schedule.iterations ?? entry.iterations,
      testSteps: asked.testSteps ?? (entry.testsAsTrained ? algorithmOptions.innerSteps : undefined) ?? schedule.testSteps ?? 0,
      optimizer: asked.optimizer ?? schedule.optimizer ?? 'adam',
      outerLearningRate: asked.outerLearningRate ?? schedule.outerLearningRate ?? entry.schedule?.outerLearningRate ?? 1e-3,
      decay: asked.decay ?? schedule.decay ?? entry.schedule?.decay ?? 'none',
    },
  };
}

/** The algorithm of a task where none is chosen. */
export function usualAlgorithm({ algorithm = 'maml' }: TaskEntry, options: Record<string, never>): string {
  return typeof algorithm === 'function' ? algorithm(options) : algorithm;
}

/** What is known of a task before its data are read. */
export function factsOf(entry: TaskEntry, options: Record<string, never>, { ways, shots, features }: Pick<Settings, 'ways' | 'shots' | 'features'>): TaskFacts {
  const target = typeof entry.target === 'function' ? entry.target(options) : entry.target;
  return {
    task: entry.name,
    input: features !== undefined ? 'vector' : seenAs(inputOf(entry, options)),
    target,
    ...(target === 'classes' && ways !== undefined ? { ways: mostOf(ways) } : {}),
    shots: mostOf(shots),
    ...(entry.argument && !entry.argument.optional ? { own: true } : {}),
    ...(entry.errors === undefined ? {} : { errors: entry.errors }),
    ...(entry.innerLearningRate === undefined ? {} : { innerLearningRate: entry.innerLearningRate }),
  };
}

/** What the rows of a task are. */
export function inputOf({ input }: TaskEntry, options: Record<string, never>): RowKind {
  return typeof input === 'function' ? input(options) : input;
}

/** Embeddings make vectors of the rows of ratings. */
function seenAs(input: RowKind): InputKind {
  return input === 'ratings' ? 'vector' : input;
}

function requireOptions({ name, requires = [], options: { shape } }: TaskEntry, options: Record<string, unknown>): void {
  const missing = requires.filter((option) => options[option] === undefined);
  if (missing.length === 0) return;
  const said = missing.map((option) => `--set ${option}=... (${(shape[option] as { description?: string }).description})`);
  throw new UsageError(`The task ${name} needs ${listed(said, 'and')}.`);
}

function rejectMisplaced(entry: TaskEntry, facts: TaskFacts, algorithm: AlgorithmEntry, { ways, data, trainWays, network, channels }: Asked): void {
  const { target, input } = facts;
  const counting = ways !== undefined ? '--ways' : trainWays !== undefined ? '--train-ways' : undefined;
  if (target === 'values' && counting) throw new UsageError(`${counting} counts classes, and the task ${entry.name} has none: leave it out.`);
  if (entry.sizes.ways === undefined && ways !== undefined) throw new UsageError(`--ways: the classes of the task ${entry.name} are those of its data: leave it out.`);
  if (entry.data === undefined && data !== undefined) throw new UsageError(`--data is the folder of downloaded data sets; the task ${entry.name} reads none: leave it out.`);
  if (!algorithm.serves.includes(target)) {
    const [gives, wants] = target === 'values' ? ['classes', 'values'] : ['values', 'classes'];
    throw new UsageError(`${algorithm.name} answers with ${gives}, and the task ${entry.name} asks for ${wants}: choose ${fitting(facts)}.`);
  }
  if (algorithm.inputs && !algorithm.inputs.includes(input)) {
    throw new UsageError(`${algorithm.name} takes inputs of the kind ${listed(algorithm.inputs)}, and the task ${entry.name} has ${input}: choose ${fitting(facts)}.`);
  }
  if (algorithm.ownNetwork && (network !== undefined || channels !== undefined)) {
    throw new UsageError(`${network !== undefined ? '--network' : '--channels'}: ${algorithm.name} has a network of its own: leave it out.`);
  }
  if (trainWays !== undefined && !(algorithm.anyWays && target === 'classes')) {
    const able = algorithmEntries.filter(({ anyWays }) => anyWays).map(({ name }) => name);
    throw new UsageError(`--train-ways: ${algorithm.name} cannot train with more or fewer classes than it is tested with, as its parameters are made for these: leave it out. ${listed(able, 'and')} can.`);
  }
}

/** The algorithms for a task, as a sentence lists them. */
function fitting(facts: TaskFacts): string {
  return listed(algorithmEntries.filter((entry) => fits(entry, facts)).map(({ name }) => name));
}
