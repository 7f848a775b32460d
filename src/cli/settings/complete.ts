import { algorithmEntries, algorithmNamed, mostOf, networkNamed, taskNamed, usualNetwork, type AlgorithmEntry, type Schedule, type TaskEntry, type TaskFacts } from '../catalogue/index.js';
import { UsageError } from '../failure.js';
import { listed } from '../options/values.js';
import { optionsOf, rejectStrays } from './place.js';
import type { Asked, AskedTask, Settings } from './schema.js';

/** Everything that was not asked for, filled in: the settings of the papers where a paper has the task. */
export function completeSettings(task: AskedTask, asked: Asked): { settings: Settings; schedule: Schedule } {
  const entry = taskNamed(task.task);
  const algorithm = algorithmNamed(asked.algorithm ?? 'maml');
  const said = asked.options ?? [];
  const taskOptions = optionsOf(entry, said);
  const sizes = { ways: asked.ways ?? entry.sizes.ways, shots: asked.shots ?? entry.sizes.shots };
  const facts = factsOf(entry, taskOptions, sizes);
  rejectMisplaced(entry, facts, algorithm, asked);
  const own = { name: algorithm.name, options: algorithm.options(facts) };
  rejectStrays(said, [own, entry]);
  const { queries, trainWays, ...schedule } = algorithm.schedule?.(facts) ?? {};
  const network = asked.network ?? entry.network ?? usualNetwork(facts.input);
  networkNamed(network, facts.input);

  const present = <T extends object>(values: T): T => Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;
  return {
    settings: present({
      ...task,
      data: asked.data,
      ways: facts.target === 'classes' ? sizes.ways : undefined,
      trainWays: asked.trainWays ?? trainWays,
      shots: sizes.shots,
      queries: asked.queries ?? queries ?? entry.sizes.queries,
      taskOptions,
      network,
      channels: asked.channels,
      algorithm: algorithm.name,
      algorithmOptions: optionsOf(own, said),
    }),
    schedule: {
      metaBatch: asked.metaBatch ?? schedule.metaBatch ?? entry.metaBatch,
      iterations: asked.iterations ?? schedule.iterations ?? entry.iterations,
      testSteps: asked.testSteps ?? schedule.testSteps ?? 0,
      optimizer: asked.optimizer ?? schedule.optimizer ?? 'adam',
      outerLearningRate: asked.outerLearningRate ?? schedule.outerLearningRate ?? 1e-3,
      decay: asked.decay ?? schedule.decay ?? 'none',
    },
  };
}

/** What is known of a task before its data are read. */
export function factsOf(entry: TaskEntry, options: Record<string, never>, { ways, shots }: Pick<Settings, 'ways' | 'shots'>): TaskFacts {
  const target = typeof entry.target === 'function' ? entry.target(options) : entry.target;
  return {
    task: entry.name,
    input: typeof entry.input === 'function' ? entry.input(options) : entry.input,
    target,
    ...(target === 'classes' && ways !== undefined ? { ways: mostOf(ways) } : {}),
    shots: mostOf(shots),
  };
}

function rejectMisplaced(entry: TaskEntry, { target }: TaskFacts, algorithm: AlgorithmEntry, { ways, data, trainWays }: Asked): void {
  if (target === 'values' && ways !== undefined) throw new UsageError(`--ways counts classes, and the task ${entry.name} has none: leave it out.`);
  if (entry.data === undefined && data !== undefined) throw new UsageError(`--data is the folder of downloaded data sets; the task ${entry.name} reads none: leave it out.`);
  if (!algorithm.serves.includes(target)) {
    const fitting = algorithmEntries.filter(({ serves }) => serves.includes(target)).map(({ name }) => name);
    const [gives, wants] = target === 'values' ? ['classes', 'values'] : ['values', 'classes'];
    throw new UsageError(`${algorithm.name} answers with ${gives}, and the task ${entry.name} asks for ${wants}: choose ${listed(fitting)}.`);
  }
  if (trainWays !== undefined && !(algorithm.anyWays && target === 'classes')) {
    const fitting = algorithmEntries.filter(({ anyWays }) => anyWays).map(({ name }) => name);
    const instead = fitting.length > 0 ? ` ${listed(fitting, 'and')} can.` : '';
    throw new UsageError(`--train-ways: ${algorithm.name} cannot train with more or fewer classes than it is tested with, as its parameters are made for these: leave it out.${instead}`);
  }
}
