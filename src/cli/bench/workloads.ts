/** The names of section "Measured" in the README: what is timed, and against what. */
export const workloadNames = ['sin-1', 'sin-5', 'omni-1', 'omni-5', 'omni-1-first', 'omni-5-first', 'proto-1', 'reptile-5', 'melu-1'] as const;
export type WorkloadName = (typeof workloadNames)[number];

export interface Workload {
  readonly name: WorkloadName;
  /** `sin`, `omni` and `melu` are MAML; `proto` and `reptile` have the learner and the images of `omni`. */
  readonly kind: 'sin' | 'omni' | 'proto' | 'reptile' | 'melu';
  /** Inner steps; of `proto`, which makes none, the shots. */
  readonly innerSteps: number;
  readonly firstOrder: boolean;
  /** What one measured step does. */
  readonly unit: 'iteration' | 'task';
  readonly title: string;
}

const titles = { sin: 'sinusoids', omni: 'Omniglot conv4', proto: 'Omniglot conv4, ProtoNet', reptile: 'Omniglot conv4, Reptile', melu: 'MovieTweetings, MeLU of 32 users' };

export function workload(name: WorkloadName): Workload {
  const [kind, steps, order] = name.split('-') as [Workload['kind'], string, string | undefined];
  const innerSteps = Number(steps);
  const firstOrder = order === 'first';
  const stepsInWords = kind === 'proto' ? '' : `, ${innerSteps} step${innerSteps === 1 ? '' : 's'}`;
  const title = `${titles[kind]}${stepsInWords}${firstOrder ? ', first order' : ''}`;
  return { name, kind, innerSteps, firstOrder, unit: kind === 'sin' || kind === 'melu' ? 'iteration' : 'task', title };
}
