import { fileURLToPath } from 'node:url';
import { besideOthers } from '../../training/worker-process.js';
import type { Workload } from './workloads.js';

/** How a machine's cores are used: so many processes of so many threads. */
export interface Executor {
  readonly processes: number;
  readonly threads: number;
}

/** A program that takes part, ready to be started with a workload and a number of threads. */
export interface Contender {
  readonly name: string;
  readonly title: string;
  readonly command: string;
  readonly script: string;
  /** Which of the ways that the program knows; its own default where absent. */
  readonly formulation?: string;
  /** What the command is told first where it uses all cores, so that no threads of its own kind take turns with what is measured. Default: nothing. */
  readonly besideOthers?: readonly string[];
}

interface Peer extends Pick<Contender, 'name' | 'title' | 'formulation'> {
  readonly file: string;
  /** The workloads that it is written for. Default: MAML's of sinusoids and images. */
  readonly kinds?: readonly Workload['kind'][];
  /** The only ones of these that it knows. Default: all. */
  readonly only?: readonly Workload['name'][];
}

/** The usual ways, and beside them the fastest that we found. */
const peers: readonly Peer[] = [
  { name: 'torch-loop', title: 'PyTorch, hand-written loop', file: 'torch_loop.py', kinds: ['sin', 'omni', 'mini', 'proto', 'reptile'] },
  { name: 'torch-loop', title: 'PyTorch, hand-written loop', file: 'torch_melu.py', formulation: 'loop', kinds: ['melu'] },
  { name: 'torch-batched', title: 'PyTorch, batched by hand', file: 'torch_melu.py', formulation: 'batched', kinds: ['melu'] },
  { name: 'torch-func', title: 'PyTorch torch.func', file: 'torch_func.py', formulation: 'eager', kinds: ['sin', 'omni', 'mini'] },
  { name: 'torch-func', title: 'PyTorch torch.func', file: 'torch_melu.py', formulation: 'eager', kinds: ['melu'] },
  { name: 'torch-compile', title: 'PyTorch torch.compile', file: 'torch_func.py', formulation: 'compile' },
  // Of five steps it compiles for more than five minutes.
  { name: 'torch-compile', title: 'PyTorch torch.compile', file: 'torch_func.py', formulation: 'compile', kinds: ['mini'], only: ['mini-1'] },
  { name: 'torch-compile', title: 'PyTorch torch.compile', file: 'torch_melu.py', formulation: 'compile', kinds: ['melu'] },
  { name: 'jax', title: 'JAX jit', file: 'jax_jit.py' },
  { name: 'gymnasium', title: 'Gymnasium, one environment', file: 'gymnasium_steps.py', formulation: 'single', kinds: ['steps'] },
  { name: 'gymnasium-sync', title: 'Gymnasium, SyncVectorEnv', file: 'gymnasium_steps.py', formulation: 'sync', kinds: ['steps'] },
  { name: 'gymnasium-batched', title: 'Gymnasium, batched by hand', file: 'gymnasium_steps.py', formulation: 'batched', kinds: ['steps'], only: ['nav2d-steps'] },
  { name: 'torch-loop', title: 'PyTorch, hand-written loop', file: 'torch_trpo.py', formulation: 'loop', kinds: ['trpo'] },
  { name: 'torch-pulled', title: 'PyTorch, curvature pulled back', file: 'torch_trpo.py', formulation: 'pulled', kinds: ['trpo'] },
  { name: 'torch-batched', title: 'PyTorch, batched by hand', file: 'torch_trpo.py', formulation: 'batched', kinds: ['trpo'] },
];

/** This library, measured through the same protocol as its peers. */
export function ownContender(): Contender {
  return { name: 'metalearn', title: 'metalearn', command: process.execPath, script: fileURLToPath(new URL('./own.js', import.meta.url)), besideOthers };
}

/** The Python programs of bench/peers that know a workload. */
export function peerContenders(python: string, { kind, name: workload }: Workload): Contender[] {
  const folder = new URL('../../../bench/peers/', import.meta.url);
  return peers
    .filter(({ kinds = ['sin', 'omni'], only = [workload] }) => kinds.includes(kind) && only.includes(workload))
    .map(({ name, title, formulation, file }) => ({ name, title, formulation, command: python, script: fileURLToPath(new URL(file, folder)) }));
}

/** The command that makes the peers run here. */
export const installCommand =
  'python3 -m venv .venv && .venv/bin/pip install -r bench/peers/requirements.txt, then metalearn bench --peers --python .venv/bin/python';

/**
 * The ways to use `cores`. An iteration ends in one update, so it is one process's work; tasks and environments are independent of
 * each other and can be spread over processes, whose rates add.
 */
export function executorsFor({ unit }: Workload, cores: number): Executor[] {
  const all: Executor[] = [
    { processes: 1, threads: cores },
    unit === 'iteration' ? { processes: 1, threads: 1 } : { processes: cores, threads: 1 },
  ];
  return cores === 1 ? all.slice(0, 1) : all;
}

export function describeExecutor({ processes, threads }: Executor): string {
  return `${processes} x ${threads}`;
}
