import { availableParallelism } from 'node:os';
import { Argument, Command } from 'commander';
import { peerContenders } from '../bench/contenders.js';
import type { MemoryOfTraining } from '../bench/memory.js';
import type { RaceResult } from '../bench/race.js';
import { workloadNames, type WorkloadName } from '../bench/workloads.js';
import { UsageError } from '../failure.js';
import { withInterrupt } from '../interrupt.js';
import { jsonOption, seedOption } from '../options/common.js';
import { suggestion } from '../../nn/nearest.js';
import { listed, names, positiveNumber, whole } from '../options/values.js';
import { outputFor } from '../output.js';

interface BenchOptions {
  readonly peers?: boolean;
  readonly python?: string;
  readonly rounds: number;
  readonly seconds: number;
  readonly cores: number;
  readonly memory?: boolean;
  readonly algorithms?: readonly string[] | true;
  readonly json?: boolean;
}

const about = `
Workloads (the inputs and the learners are those of bench/peers/workloads.py):
  sin-1, sin-5                   one iteration: 25 sinusoid tasks, MLP 40-40, 1 or 5 inner steps, and the update
  omni-1, omni-5                 the exact meta-gradient of one task: conv4, 5-way 1-shot, 75 queries
  omni-1-first, omni-5-first     the same to first order
  mini-1, mini-5                 that of one task of miniImageNet's sizes and network: 84 x 84 in colour, 32 channels, max-pooling
  proto-1, proto-1-max           the gradient of a prototypical network on that task, with that network and with that of Snell et al. 2017, which pools maxima
  reptile-5                      Reptile on that task: 5 inner steps of Adam on batches of 10 images
  melu-1                         the exact meta-gradient of 32 users: 20 known ratings and 10 others, 10,506 items, embeddings that all share
  nav2d-steps                    1000 steps of point navigation, with actions that are given; beside Gymnasium
  half-cheetah-steps             the same of HalfCheetah on MuJoCo
  maml-trpo-1                    a whole iteration of MAML-TRPO on nav2d: 20 tasks of 20 and 20 episodes, and the outer step; a process for each core

All programs of a workload warm up and then take turns, in every other round in reversed order. Each may use the cores as one
process of many threads or as many processes of one thread, and counts with the faster. A figure is the median over the rounds.`;

/** Options that say how workloads are timed, and nothing of algorithms. */
const ofWorkloads = ['peers', 'python', 'rounds', 'cores', 'memory'] as const;

export function benchCommand(): Command {
  return new Command('bench')
    .description('time the meta-step, alone or side by side with PyTorch, JAX and Gymnasium')
    .addArgument(new Argument('[WORKLOAD...]', `what to time: ${listed(workloadNames)} (default: all)`))
    .option('--peers', 'also run the Python programs of bench/peers, and print the ratio to the fastest of them')
    .option('--python <path>', 'the Python that has PyTorch, JAX and Gymnasium (default: METALEARN_PYTHON, else python3)')
    .option('--rounds <n>', 'turns of each program', whole(1, 1000), 5)
    .option('--seconds <n>', 'seconds that a turn lasts', positiveNumber(600), 1)
    .option('--cores <n>', 'cores to use', whole(1, 256), availableParallelism())
    .option('--algorithms [names]', 'time the gradient of these algorithms, or of all, on tasks of images and of curves, with one thread, in place of the workloads', names)
    .option('--memory', 'also train with two workers for a moment and print the peak memory of all processes together')
    .addOption(seedOption('nothing here, as the inputs of the workloads are fixed'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runBench);
}

async function runBench(given: string[], options: BenchOptions, command: Command): Promise<void> {
  if (options.algorithms) {
    const said = ofWorkloads.filter((name) => command.getOptionValueSource(name) === 'cli').map((name) => `--${name}`);
    return timeEach([...given, ...said], options);
  }
  const chosen = given.length > 0 ? given.map(workloadNamed) : [...workloadNames];
  const [{ race }, { present }, { workload }, { memoryOfTraining }] = await Promise.all([
    import('../bench/race.js'),
    import('../bench/present.js'),
    import('../bench/workloads.js'),
    import('../bench/memory.js'),
  ]);
  const output = outputFor(options.json ?? false);
  const python = options.python ?? process.env.METALEARN_PYTHON ?? 'python3';

  await withInterrupt(async (signal) => {
    const results: RaceResult[] = [];
    let memory: MemoryOfTraining | undefined;
    try {
      for (const name of chosen) {
        tell(name);
        const { rounds, seconds, cores } = options;
        const work = workload(name);
        const peers = options.peers ? peerContenders(python, work) : [];
        results.push(await race(work, { rounds, seconds, cores, peers, signal, onProgress: announce }));
      }
      if (options.memory) tell('training for a moment, to measure the memory');
      memory = options.memory ? await memoryOfTraining(signal) : undefined;
    } finally {
      // Also where the rest was stopped, or failed.
      if (results.length > 0) {
        announce('');
        output.json({ machine: machine(options), results, ...(memory ? { memory } : {}) });
        output.say(present(results));
        if (memory) output.say(`\nPeak memory of training conv4 with two workers: ${(memory.peakBytes / 2 ** 20).toFixed(0)} MB in ${memory.processes} processes.`);
      }
    }
  });
}

async function timeEach(given: string[], { algorithms, seconds, json = false }: BenchOptions): Promise<void> {
  if (given.length > 0) throw new UsageError(`--algorithms times algorithms by themselves with one thread, and ${listed(given, 'and')} would mean nothing there: leave one of them out.`);
  const { timeAlgorithms, presentAlgorithms } = await import('../bench/algorithms.js');
  const output = outputFor(json);
  const times = await withInterrupt((signal) => timeAlgorithms({ algorithms: algorithms === true ? undefined : algorithms, seconds, signal, onProgress: tell }));
  announce('');
  output.json({ times });
  output.say(presentAlgorithms(times));
}

function workloadNamed(text: string): WorkloadName {
  const found = workloadNames.find((name) => name === text);
  if (found === undefined) throw new UsageError(`There is no workload '${text}'.${suggestion(text, workloadNames)} The workloads are ${listed(workloadNames, 'and')}.`);
  return found;
}

function machine({ cores, rounds, seconds }: BenchOptions) {
  return { cores, node: process.versions.node, platform: `${process.platform}-${process.arch}`, rounds, seconds };
}

/** A line that the next one replaces; only on a terminal. */
function announce(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${text}`);
}

/** The same for what takes a second or more: elsewhere than on a terminal, a line of its own. */
function tell(text: string): void {
  if (process.stderr.isTTY) announce(text);
  else process.stderr.write(`${text} ...\n`);
}
