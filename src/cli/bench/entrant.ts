import { median } from 'd3-array';
import { withHugePages } from '../../training/huge-pages.js';
import type { Contender, Executor } from './contenders.js';
import { MeasuringProgram, ProgramFailure, type Ready } from './program.js';
import type { Workload } from './workloads.js';

/** A contender with an executor on a workload: its processes, warmed up and waiting. */
export class Entrant {
  /** Milliseconds a unit, one value for each round. */
  readonly rounds: number[] = [];

  private constructor(
    readonly contender: Contender,
    readonly executor: Executor,
    readonly about: Ready,
    private readonly programs: readonly MeasuringProgram[],
  ) {}

  /** @throws ProgramFailure where a process does not come up. */
  static async start(contender: Contender, executor: Executor, workload: Workload, signal?: AbortSignal): Promise<Entrant> {
    const isAlone = executor.processes === 1;
    const hasOneCore = isAlone && executor.threads === 1;
    const args = [...(hasOneCore ? [] : contender.besideOthers ?? []), contender.script, '--workload', workload.name, '--threads', String(executor.threads), '--warmup', '1', '--serve', ...(contender.formulation ? ['--formulation', contender.formulation] : [])];
    // As the worker processes of training are started; what huge pages gain is anyone's.
    const environment = isAlone ? process.env : withHugePages();
    const programs = Array.from({ length: executor.processes }, () => new MeasuringProgram(contender.command, args, environment));
    const stop = (): void => programs.forEach((program) => program.stop());
    signal?.addEventListener('abort', stop, { once: true });
    try {
      const abouts = await Promise.all(programs.map((program) => program.ready()));
      return new Entrant(contender, executor, abouts[0], programs);
    } catch (error) {
      stop();
      throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
    }
  }

  /** One round: all processes together; their rates add. */
  async measure(seconds: number): Promise<void> {
    const measured = await Promise.all(this.programs.map((program) => program.measure(seconds)));
    const rate = measured.reduce((sum, { median_ms }) => sum + 1 / median_ms, 0);
    if (!Number.isFinite(rate) || rate <= 0) throw new ProgramFailure(`${this.contender.title} measured no time.`);
    this.rounds.push(1 / rate);
  }

  /** The median over the rounds. */
  get milliseconds(): number {
    return median(this.rounds) ?? NaN;
  }

  stop(): void {
    this.programs.forEach((program) => program.stop());
  }
}
