import { algorithmEntries, algorithmNamed, fits, taskNamed, type AlgorithmEntry, type SaidOption, type TaskFacts } from '../catalogue/index.js';
import { UsageError } from '../failure.js';
import type { Asked, AskedTask } from '../settings/index.js';

/** The entries of the names, among which `all` stands for all that fit the task. @throws UsageError where a name is none. */
export function chosenAlgorithms(names: readonly string[], facts: TaskFacts): AlgorithmEntry[] {
  const named = [...new Set(names)].filter((name) => name !== 'all').map(algorithmNamed);
  return names.includes('all') ? [...new Set([...algorithmEntries.filter((entry) => fits(entry, facts)), ...named])] : named;
}

/** What was asked for as far as it concerns one algorithm: `--set maml.innerSteps=3` is of one, `--set innerSteps=3` of all that have it. */
export function askedOfAlgorithm(entry: AlgorithmEntry, { trainWays, network, channels, ...asked }: Asked, task: AskedTask): Asked {
  const options = (asked.options ?? []).flatMap((option): SaidOption[] => {
    const { prefix, name } = parts(option);
    if (prefix !== undefined) return prefix === entry.name ? [{ ...option, name }] : [];
    return optionNames(entry).has(name) || !isOfAlgorithms(name, task) ? [option] : [];
  });
  return { ...asked, algorithm: entry.name, options, ...(entry.anyWays ? { trainWays } : {}), ...(entry.ownNetwork ? {} : { network, channels }) };
}

/** What was asked for without all that is of algorithms: as it concerns the conventional ways. */
export function askedOfNone({ trainWays: _, ...asked }: Asked, task: AskedTask): Asked {
  return { ...asked, options: (asked.options ?? []).filter((option) => parts(option).prefix === undefined && !isOfAlgorithms(option.name, task)) };
}

/** @throws UsageError where something was asked for that none of the algorithms has. */
export function rejectUnused({ options = [], trainWays }: Asked, entries: readonly AlgorithmEntry[], task: AskedTask): void {
  const compared = entries.map((entry) => entry.name).join(', ');
  for (const option of options) {
    const { prefix, name } = parts(option);
    if (prefix === undefined && !isOfAlgorithms(name, task)) continue;
    const able = entries.filter((entry) => prefix === undefined || entry.name === prefix);
    if (able.length === 0) throw new UsageError(`${option.said}: ${prefix} is none of the algorithms that are compared, ${compared}.`);
    if (!able.some((entry) => optionNames(entry).has(name))) {
      throw new UsageError(`${option.said}: none of ${able.map((entry) => entry.name).join(', ')} has an option ${name}. metalearn algorithms NAME lists those of one.`);
    }
  }
  if (trainWays !== undefined && !entries.some(({ anyWays }) => anyWays)) {
    throw new UsageError(`--train-ways: none of ${compared} can train with other ways than it is tested with: leave it out.`);
  }
}

/** Whether a name is an option of some algorithm, and none of the task. */
function isOfAlgorithms(name: string, { task }: AskedTask): boolean {
  return !Object.hasOwn(taskNamed(task).options.shape, name) && algorithmEntries.some((entry) => optionNames(entry).has(name));
}

/** The names of an algorithm's options, which are the same for every task. */
function optionNames({ serves: [target], inputs: [input] = ['vector' as const], options }: AlgorithmEntry): Set<string> {
  return new Set(Object.keys(options({ task: '', input, target, shots: 1, ...(target === 'classes' ? { ways: 5 } : {}) }).shape));
}

function parts({ name }: SaidOption): { prefix?: string; name: string } {
  const dot = name.indexOf('.');
  return dot < 0 ? { name } : { prefix: name.slice(0, dot), name: name.slice(dot + 1) };
}
