/** The names of section "Measured" in the README: what is timed, and against what. */
export const workloadNames = [
  'sin-1', 'sin-5', 'omni-1', 'omni-5', 'omni-1-first', 'omni-5-first', 'mini-1', 'mini-5', 'proto-1', 'proto-1-max', 'reptile-5', 'melu-1', 'nav2d-steps', 'half-cheetah-steps', 'maml-trpo-1',
] as const;
export type WorkloadName = (typeof workloadNames)[number];

export interface Workload {
  readonly name: WorkloadName;
  /** `sin`, `omni`, `mini` and `melu` are MAML; `proto` and `reptile` have the images of `omni`, and its learner unless they pool maxima; `steps` steps an environment, `trpo` plays and learns. */
  readonly kind: 'sin' | 'omni' | 'mini' | 'proto' | 'reptile' | 'melu' | 'steps' | 'trpo';
  /** Inner steps; of `proto`, which makes none, the shots. */
  readonly innerSteps: number;
  readonly firstOrder: boolean;
  /** How the convolutional networks shrink their images. */
  readonly pooling: 'stride' | 'max';
  /** What one measured step does. */
  readonly unit: 'iteration' | 'task' | '1000 steps';
  readonly title: string;
}

/** Those that are not gradients of given tasks. */
const played: Readonly<Partial<Record<WorkloadName, Workload>>> = {
  'nav2d-steps': { name: 'nav2d-steps', kind: 'steps', innerSteps: 0, firstOrder: false, pooling: 'stride', unit: '1000 steps', title: 'environment steps, nav2d' },
  'half-cheetah-steps': { name: 'half-cheetah-steps', kind: 'steps', innerSteps: 0, firstOrder: false, pooling: 'stride', unit: '1000 steps', title: 'environment steps, HalfCheetah' },
  'maml-trpo-1': { name: 'maml-trpo-1', kind: 'trpo', innerSteps: 1, firstOrder: false, pooling: 'stride', unit: 'iteration', title: 'MAML-TRPO on nav2d, 1 step' },
};

const titles = { sin: 'sinusoids', omni: 'Omniglot conv4', mini: 'miniImageNet conv4', proto: 'Omniglot conv4, ProtoNet', reptile: 'Omniglot conv4, Reptile', melu: 'MovieTweetings, MeLU of 32 users' };

export function workload(name: WorkloadName): Workload {
  const known = played[name];
  if (known) return known;
  const [kind, steps, way] = name.split('-') as [keyof typeof titles, string, string | undefined];
  const innerSteps = Number(steps);
  const firstOrder = way === 'first';
  const pooling = way === 'max' || kind === 'mini' ? 'max' : 'stride';
  const stepsInWords = kind === 'proto' ? '' : `, ${innerSteps} step${innerSteps === 1 ? '' : 's'}`;
  const title = `${titles[kind]}${stepsInWords}${firstOrder ? ', first order' : ''}${way === 'max' ? ', max-pooling' : ''}`;
  return { name, kind, innerSteps, firstOrder, pooling, unit: kind === 'sin' || kind === 'melu' ? 'iteration' : 'task', title };
}
