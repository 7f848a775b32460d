import type { NdArray } from '../graph/ndarray.js';
import { leavesOf } from '../graph/tree.js';
import { encodeCheckpoint, type BestValidation, type Checkpoint } from './checkpoint.js';
import type { OnEvent } from './events.js';
import { Means } from './means.js';
import { allFinite, largestOf, NonFiniteError } from './non-finite.js';
import type { Position, Stepped } from './outer-step.js';
import { unravel } from './ravel.js';
import type { Run, Weights } from './run.js';
import type { Score } from './score.js';

/** When a run is saved. */
export interface SavePlan {
  /** Every so many iterations, where given. */
  readonly iterations?: number;
  /** When so many seconds went by. */
  readonly seconds: number;
}

/** What a checkpoint holds beside a position. */
export type Identity = Pick<Checkpoint, 'seed' | 'configuration' | 'dataFingerprint'>;

const metricsGap = 1000;

/** Writes down how a run goes: metrics.jsonl in batches, checkpoints when due. Without a run it only keeps count. */
export class Recorder {
  best: BestValidation | undefined;
  private window: { loss: number; count: number };
  private readonly means: Means;
  private lines = '';
  private lastFlush = performance.now();
  private lastSave = performance.now();
  private saved: number | undefined;

  constructor(
    private readonly run: Run | undefined,
    private readonly like: unknown,
    private readonly identity: Identity,
    private readonly metricsEvery: number,
    private readonly plan: SavePlan,
    private readonly onEvent: OnEvent | undefined,
    restored: Pick<Checkpoint, 'best' | 'window'> & { readonly iteration?: number },
  ) {
    this.best = restored.best;
    const { record, ...window } = restored.window;
    this.window = window;
    this.means = new Means(record);
    this.saved = restored.iteration;
  }

  /** An iteration is done. `seconds`: since the run began. */
  iteration(iteration: number, { loss, norm, record = {} }: Stepped, seconds: number): void {
    this.window.loss += loss;
    this.window.count++;
    this.means.add(record);
    if (iteration % this.metricsEvery !== 0) return;
    this.line({ iteration, loss: this.window.loss / this.window.count, gradientNorm: norm, ...this.means.means, seconds: Number(seconds.toFixed(3)) });
    this.window = { loss: 0, count: 0 };
    this.means.clear();
  }

  /** A validation is done. `improved` becomes best.safetensors. */
  async validation(position: Position, metric: string, { mean, ci95 }: Score, improved: boolean, seconds: number): Promise<void> {
    this.line({ iteration: position.iteration, metric, validation: mean, ci95, seconds: Number(seconds.toFixed(3)) });
    if (!improved) return;
    this.best = { iteration: position.iteration, metric, mean, ci95 };
    await this.write('best', position);
  }

  /** Does what is due: lines once a second, a checkpoint by its plan. */
  async due(position: Position): Promise<void> {
    if (!this.run) return;
    const now = performance.now();
    const { iterations, seconds } = this.plan;
    if ((iterations && position.iteration % iterations === 0) || now - this.lastSave >= seconds * 1000) await this.save(position);
    else if (now - this.lastFlush >= metricsGap) await this.flush();
  }

  /** Saves the run as it stands, once per iteration at most. */
  async save(position: Position): Promise<void> {
    if (!this.run || this.saved === position.iteration) return;
    // First the lines, so that a checkpoint never knows more iterations than metrics.jsonl.
    await this.flush();
    await this.write('checkpoint', position);
    this.saved = position.iteration;
    this.lastSave = performance.now();
    this.onEvent?.({ type: 'checkpoint', iteration: position.iteration, path: this.run.path });
  }

  async flush(): Promise<void> {
    const lines = this.lines;
    this.lines = '';
    this.lastFlush = performance.now();
    if (this.run && lines) await this.run.append(lines);
  }

  /** What stands in the run after a stop that kept nothing, in a sentence. */
  get kept(): string {
    if (!this.run) return 'Nothing of that iteration was kept.';
    return this.saved === undefined ? `${this.run.path} has no checkpoint yet.` : `The checkpoint of iteration ${this.saved} in ${this.run.path} is intact.`;
  }

  private line(values: object): void {
    if (this.run) this.lines += `${JSON.stringify(values)}\n`;
  }

  private async write(weights: Weights, { iteration, theta, optimizer }: Position): Promise<void> {
    if (!this.run) return;
    // Finite losses can still make an update overflow: such parameters must not replace good ones.
    if (!allFinite(theta)) throw new NonFiniteError({ iteration, parameter: largestOf(theta, this.like).parameter });
    if (!leavesOf<NdArray>(optimizer).every(({ data }) => allFinite(data))) throw new NonFiniteError({ iteration, parameter: "the optimiser's state" });
    const { best, identity } = this;
    const record = this.means.sums;
    const window = { ...this.window, ...(record ? { record } : {}) };
    await this.run.write(weights, encodeCheckpoint({ ...identity, theta: unravel(theta, this.like), optimizer, iteration, window, ...(best ? { best } : {}) }));
  }
}
