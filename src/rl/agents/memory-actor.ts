import { compile } from '../../compile/index.js';
import { ndarray, type HostOf, type NdArray, type Tensor } from '../../graph/index.js';
import type { Key } from '../../random/index.js';
import { unravel } from '../../training/ravel.js';
import type { Actor, Adaptation, DrawnTask } from '../agent.js';
import { checked, type EnvironmentFamily, type Episode } from '../environment/index.js';
import type { Distribution } from '../policies/index.js';
import type { Senses } from './senses.js';
import type { Said } from './trial-loss.js';
import type { Trials } from './trial-record.js';
import { playTrials } from './trials.js';

export interface MemoryActorOptions<Theta, Data> {
  readonly environment: EnvironmentFamily;
  readonly distribution: Distribution;
  readonly senses: Senses;
  /** Episodes of a trial in training, and trials of each task. */
  readonly episodes: number;
  readonly trials: number;
  /** Theta on the host, for its structure. */
  readonly like: HostOf<Theta>;
  /** How many numbers the memory is, zeros at the beginning of a trial. */
  readonly memory: number;
  /** What the agent makes of what it is told, (N, I), and its memory (N, H), and the memory after. */
  step(theta: Theta, told: Tensor, memory: Tensor): Said & { readonly memory: Tensor };
  /** What is learned from trials; a key for each task. */
  dataOf(trials: Trials, keys: readonly Key[]): HostOf<Data>;
}

/** An actor that adapts by remembering: a memory that is kept through a trial and begins anew with each. */
export function memoryActor<Theta, Data>(options: MemoryActorOptions<Theta, Data>): Actor<Data> {
  const environment = checked(options.environment);
  const { distribution, senses, trials, like, memory: size, dataOf } = options;
  const step = compile(options.step);

  /** Who acts in so many rows, with a memory of their own from step to step: at first `memory`, or an empty one. */
  const remembering = (flat: Float32Array, rows: number, memory = ndarray(new Float32Array(rows * size), [rows, size])) => {
    const theta = unravel(flat, like);
    return {
      async act(told: NdArray) {
        const said = await step(...([theta, told, memory] as unknown as Parameters<typeof step>));
        memory = said.memory;
        return said;
      },
      memory: () => memory,
    };
  };

  const play = async (flat: Float32Array, tasks: readonly DrawnTask[], episodes: number): Promise<Trials> => {
    const rows = tasks.flatMap(({ task }) => Array.from({ length: trials }, () => task));
    const environments = await environment.make(rows);
    const { act } = remembering(flat, rows.length);
    try {
      return await playTrials({ family: environment, environments, distribution, senses, keys: tasks.map(({ key }) => key), trials, episodes, act });
    } finally {
      environments.close?.();
    }
  };

  return {
    async collect(theta, tasks) {
      const played = await play(theta, tasks, options.episodes);
      return { data: dataOf(played, tasks.map(({ key }) => key)), returns: played.returns.map((own) => meansOf(own, trials)) };
    },
    async adapt(theta, tasks, rounds) {
      const played = await play(theta, tasks, rounds);
      return tasks.map((_, task): Adaptation => ({
        returns: played.returns.map((own) => own.slice(task * trials, (task + 1) * trials)),
        episodes: played.returns.map((_, round) => episodeOf(played, task * trials, round)),
      }));
    },
    live(theta, environments) {
      let told = new Float32Array(senses.size);
      let memory: NdArray | undefined;
      return {
        async play(key) {
          // Kept once the episode is over: one that failed is forgotten.
          const heard = told.slice();
          const mind = remembering(theta, 1, memory);
          const played = await playTrials({ family: environment, environments, distribution, senses, keys: [key], trials: 1, episodes: 1, told: heard, act: mind.act });
          [told, memory] = [heard, mind.memory()];
          return episodeOf(played, 0, 0);
        },
        // To remember is to adapt.
        adapt: async () => undefined,
      };
    },
    release: () => step.release(),
  };
}

/** The mean of each `size` numbers. */
function meansOf(values: Float32Array, size: number): Float32Array {
  return Float32Array.from({ length: values.length / size }, (_, i) => values.subarray(i * size, (i + 1) * size).reduce((total, value) => total + value, 0) / size);
}

/** The episode of a round in a row. */
function episodeOf({ rollout, lengths, ends }: Trials, row: number, round: number): Episode {
  const before = lengths.slice(0, round).reduce((total, own) => total + own[row], 0);
  const steps = lengths[round][row];
  const from = row * rollout.steps + before;
  const cut = (data: ArrayLike<number>, width: number): Float32Array => Float32Array.from({ length: steps * width }, (_, i) => data[from * width + i]);
  const [observed, acted] = [rollout.observations.shape[3], rollout.actions.shape[3]];
  const observations = new Float32Array((steps + 1) * observed);
  observations.set(cut(rollout.observations.data, observed));
  observations.set(ends[round].subarray(row * observed, (row + 1) * observed), steps * observed);
  return { steps, observations, actions: cut(rollout.actions.data, acted), rewards: cut(rollout.rewards.data, 1) };
}
