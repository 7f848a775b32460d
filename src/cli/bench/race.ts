import { setTimeout as sleep } from 'node:timers/promises';
import { max, median, min, quantile } from 'd3-array';
import { describeExecutor, executorsFor, ownContender, type Contender } from './contenders.js';
import { Entrant } from './entrant.js';
import { ProgramFailure } from './program.js';
import type { Workload } from './workloads.js';

export interface RaceOptions {
  readonly rounds: number;
  /** How long each program measures in each round. */
  readonly seconds: number;
  readonly cores: number;
  readonly peers: readonly Contender[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/** One program on one workload, with its best executor. */
export interface Placing {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly formulation: string;
  readonly executor: string;
  /** Median over the rounds, and the spread: milliseconds a unit. */
  readonly milliseconds: number;
  readonly p10: number;
  readonly p90: number;
  readonly executors: Readonly<Record<string, number>>;
}

export interface RaceResult {
  readonly workload: string;
  readonly title: string;
  readonly unit: string;
  readonly own: Placing;
  readonly peers: readonly Placing[];
  /** Time of metalearn over that of the fastest peer, the median of each round's own ratio; absent without peers. */
  readonly ratio?: { readonly against: string; readonly median: number; readonly least: number; readonly most: number };
  /** From the import of this library to its first finished step, in seconds. */
  readonly startupSeconds: number;
  /** Peers that did not take part, and why. */
  readonly missing: readonly { readonly name: string; readonly why: string }[];
}

/**
 * Measures this library and the peers side by side: every program warms up, then all take turns, in reversed order in every
 * other round, so that a busy machine slows all of them alike.
 *
 * @throws ProgramFailure where this library's own program fails, or where a peer computes something else.
 */
export async function race(workload: Workload, options: RaceOptions): Promise<RaceResult> {
  const entrants: Entrant[] = [];
  const missing: { name: string; why: string }[] = [];
  try {
    for (const contender of [ownContender(), ...options.peers]) {
      for (const executor of executorsFor(workload, options.cores)) {
        options.onProgress?.(`${workload.name}: warming up ${contender.title}, ${describeExecutor(executor)}`);
        options.signal?.throwIfAborted();
        try {
          entrants.push(await Entrant.start(contender, executor, workload, options.signal));
        } catch (error) {
          options.signal?.throwIfAborted();
          if (!(error instanceof ProgramFailure) || contender.name === 'metalearn') throw error;
          missing.push({ name: contender.name, why: error.message });
          break;
        }
      }
    }
    checkAgreement(entrants);
    for (let round = 0; round < options.rounds; round++) {
      const order = round % 2 === 0 ? entrants : [...entrants].reverse();
      for (const entrant of order) {
        options.signal?.throwIfAborted();
        options.onProgress?.(`${workload.name}: round ${round + 1} of ${options.rounds}, ${entrant.contender.title}`);
        // Thread pools may spin for a while after their last work; they must not take time from the next program.
        await sleep(300, undefined, { signal: options.signal });
        await entrant.measure(options.seconds);
      }
    }
    return resultOf(workload, entrants, missing);
  } catch (error) {
    // Ctrl-C reaches the programs too, and they fail then.
    options.signal?.throwIfAborted();
    throw error;
  } finally {
    for (const entrant of entrants) entrant.stop();
  }
}

/** All programs must compute the same: their loss and gradient norm at the initial parameters agree to a part in a thousand. */
function checkAgreement(entrants: readonly Entrant[]): void {
  const [own, ...others] = entrants;
  for (const other of others) {
    for (const name of ['loss', 'gradientNorm'] as const) {
      const [mine, theirs] = [own.about.check[name], other.about.check[name]];
      if (!(Math.abs(mine - theirs) <= 1e-3 * Math.max(Math.abs(mine), Math.abs(theirs)))) {
        throw new ProgramFailure(`${other.contender.title} computes something else: its ${name} is ${theirs}, ours ${mine}. A ratio would mean nothing.`);
      }
    }
  }
}

function resultOf(workload: Workload, entrants: readonly Entrant[], missing: RaceResult['missing']): RaceResult {
  const names = [...new Set(entrants.map(({ contender }) => contender.name))];
  const best = names.map((name) => fastest(entrants.filter(({ contender }) => contender.name === name)));
  const [own, ...peers] = best;
  const placing = (entrant: Entrant): Placing => placingOf(entrant, entrants);
  const rival = peers.length > 0 ? fastest(peers) : undefined;
  return {
    workload: workload.name,
    title: workload.title,
    unit: workload.unit,
    own: placing(own),
    peers: peers.map(placing).sort((a, b) => a.milliseconds - b.milliseconds),
    ...(rival ? { ratio: ratioOf(own, rival) } : {}),
    startupSeconds: min(entrants, ({ contender, about }) => (contender.name === own.contender.name ? about.startup_s : undefined)) ?? NaN,
    missing,
  };
}

function fastest(entrants: readonly Entrant[]): Entrant {
  return entrants.reduce((best, entrant) => (entrant.milliseconds < best.milliseconds ? entrant : best));
}

function ratioOf(own: Entrant, rival: Entrant): RaceResult['ratio'] {
  const ratios = own.rounds.map((time, round) => time / rival.rounds[round]);
  return { against: rival.contender.name, median: median(ratios)!, least: min(ratios)!, most: max(ratios)! };
}

function placingOf({ contender, executor, about, milliseconds, rounds }: Entrant, all: readonly Entrant[]): Placing {
  const same = all.filter((entrant) => entrant.contender.name === contender.name);
  return {
    name: contender.name,
    title: contender.title,
    version: about.version,
    formulation: about.formulation,
    executor: describeExecutor(executor),
    milliseconds,
    p10: quantile(rounds, 0.1)!,
    p90: quantile(rounds, 0.9)!,
    executors: Object.fromEntries(same.map((entrant) => [describeExecutor(entrant.executor), entrant.milliseconds])),
  };
}
