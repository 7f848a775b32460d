import { box } from './space.js';
import type { Environments, EnvironmentFamily } from './environment.js';
import { partsOf } from './parts-of.js';
import { numbersThatTell, requireTells } from './tells.js';
import type { Json } from '../../training/index.js';

/**
 * The same environments, whose observations end with the numbers that tell the task: what an oracle sees.
 * @throws TypeError where the family does not say what tells its tasks.
 */
export function told<Task extends Json>(family: EnvironmentFamily<Task>): EnvironmentFamily<Task> {
  const { name, observationSpace: { size: own, low, high }, tells } = family;
  const { scene, ...parts } = partsOf(family);
  if (!tells) throw new TypeError(`There is nothing to tell an oracle about ${name}: its tasks do not differ, or the family has no \`tells\` that says in which numbers they do.`);
  requireTells(name, tells);
  const { size } = tells;
  return {
    ...parts,
    name: `${name}, told`,
    observationSpace: box([...low, ...new Array<number>(size).fill(-Infinity)], [...high, ...new Array<number>(size).fill(Infinity)]),
    description: { ...family.description, told: true },
    make(tasks) {
      const made = family.make(tasks);
      const facts = tasks.map((task) => numbersThatTell(name, tells, task));
      return made instanceof Promise ? made.then((environments) => telling(environments, own, facts)) : telling(made, own, facts);
    },
    ...(scene ? { scene: (task, episode) => scene(task, { ...episode, observations: without(episode.observations, own, size) }) } : {}),
  };
}

/** Environments whose observations have `own` numbers of their own, and then what is told of each row. */
function telling(environments: Environments, own: number, facts: readonly (readonly number[])[]): Environments {
  const width = own + (facts[0]?.length ?? 0);
  const observations = new Float32Array(environments.rows * width);
  facts.forEach((numbers, row) => observations.set(numbers, row * width + own));
  const tell = (seen: Float32Array): Float32Array => {
    for (let row = 0; row < environments.rows; row++) for (let i = 0; i < own; i++) observations[row * width + i] = seen[row * own + i];
    return observations;
  };
  return {
    rows: environments.rows,
    reset: (keys, which) => tell(environments.reset(keys, which)),
    step(actions) {
      const { observations: seen, rewards, terminated, truncated } = environments.step(actions);
      return { observations: tell(seen), rewards, terminated, truncated };
    },
    close: environments.close && (() => environments.close?.()),
  };
}

function without(observations: Float32Array, own: number, told: number): Float32Array {
  const width = own + told;
  return observations.filter((_, i) => i % width < own);
}
