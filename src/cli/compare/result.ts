import type { MetricName } from '../../training/index.js';
import { isBetter } from '../baselines.js';
import { algorithmNamed, mostOf, type Published } from '../catalogue/index.js';
import { metricFor } from '../metric.js';
import { settingsFacts } from '../setup.js';
import type { CellResult, FailedCell } from './cell.js';
import type { ComparePlan } from './plan.js';

/** A row of the table: what a cell came to, and what was published of it on the same task. */
export interface Row extends CellResult {
  readonly mean: number;
  readonly ci95: number;
  readonly published?: Pick<Published, 'value' | 'protocol'>;
}

/** What `compare --json` prints. */
export interface Comparison {
  readonly folder: string;
  readonly task: string;
  readonly title: string;
  readonly metric: MetricName;
  readonly seconds: number;
  readonly seed: number;
  readonly episodes: number;
  /** Pixels that copies of images were shifted by, for all alike, where there were some. */
  readonly testShift?: number;
  /** The best first. */
  readonly rows: readonly Row[];
  /** What all pretrained ways began with. */
  readonly pretraining?: Pick<CellResult, 'trainingSeconds' | 'iterations' | 'peakBytes'>;
  readonly failed: readonly FailedCell[];
}

export function resultOf({ folder, title, settings, conditions }: ComparePlan, done: readonly (CellResult | FailedCell)[]): Comparison {
  const { target, task, errors } = settingsFacts(settings);
  const failed = done.filter((each): each is FailedCell => 'error' in each);
  const finished = done.filter((each): each is CellResult => !('error' in each));
  const pretraining = finished.find(({ kind }) => kind === 'pretraining');
  const name = finished.find((each) => each.metric)?.metric ?? (target === 'classes' ? 'accuracy' : errors === 'absolute' ? 'mae' : 'mse');
  const metric = metricFor(name);
  const rows = finished
    .filter((each): each is CellResult & { mean: number; ci95: number } => each.mean !== undefined)
    .map((each): Row => ({ ...each, ...(each.kind === 'algorithm' ? publishedOf(each.name, task, settings) : {}) }))
    .sort((a, b) => (isBetter(metric, a.mean, b.mean) ? -1 : 1));
  return {
    folder,
    task,
    title,
    metric: name,
    seconds: conditions.time,
    seed: conditions.seed,
    episodes: conditions.episodes,
    ...(settings.testShift === undefined ? {} : { testShift: settings.testShift }),
    rows,
    ...(pretraining ? { pretraining: { trainingSeconds: pretraining.trainingSeconds, iterations: pretraining.iterations, ...(pretraining.peakBytes ? { peakBytes: pretraining.peakBytes } : {}) } } : {}),
    failed,
  };
}

function publishedOf(name: string, task: string, { ways, shots }: ComparePlan['settings']): Pick<Row, 'published'> {
  const found = algorithmNamed(name).published?.find((each) => each.task === task && each.ways === (ways === undefined ? undefined : mostOf(ways)) && each.shots === mostOf(shots));
  return found ? { published: { value: found.value, protocol: found.protocol } } : {};
}
