/** The names of section "Measured" in the README: what is timed, and against what. */
export const workloadNames = ['sin-1', 'sin-5', 'omni-1', 'omni-5', 'omni-1-first', 'omni-5-first'] as const;
export type WorkloadName = (typeof workloadNames)[number];

export interface Workload {
  readonly name: WorkloadName;
  readonly kind: 'sin' | 'omni';
  readonly innerSteps: number;
  readonly firstOrder: boolean;
  /** What one measured step does. */
  readonly unit: 'iteration' | 'task';
  readonly title: string;
}

export function workload(name: WorkloadName): Workload {
  const [kind, steps, order] = name.split('-') as ['sin' | 'omni', string, string | undefined];
  const innerSteps = Number(steps);
  const firstOrder = order === 'first';
  const what = kind === 'sin' ? 'sinusoids' : 'Omniglot conv4';
  const title = `${what}, ${innerSteps} step${innerSteps === 1 ? '' : 's'}${firstOrder ? ', first order' : ''}`;
  return { name, kind, innerSteps, firstOrder, unit: kind === 'sin' ? 'iteration' : 'task', title };
}
