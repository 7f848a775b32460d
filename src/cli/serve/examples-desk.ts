import { leavesOf, type HostOf, type NdArray } from '../../graph/index.js';
import type { Examples } from '../../tasks/index.js';
import { adaptTo, concatenated, type Adapted } from '../../training/index.js';
import type { Learner } from '../learner.js';
import { answersOf, notFinite } from './answers.js';
import { bucketed } from './bucketed.js';
import type { Classes } from './classes.js';
import { classesFor } from './examples-service.js';
import type { Inputs, Labelled } from './forms/index.js';
import { inputsFor } from './prepare-inputs.js';
import type { Desk } from './service.js';

/** A learner that was adapted to examples. */
interface AdaptedLearner {
  /** To the first part alone: what all others together are added to, so that how they came makes no difference. */
  readonly first: Adapted<unknown>;
  readonly all: Adapted<unknown>;
  /** Classes that the head has a place for; 0 of values. */
  readonly ways: number;
  readonly classes?: Classes;
}

/** What a worker does with a run that learned from labelled examples. */
export function examplesDesk(learner: Learner): Desk<AdaptedLearner> {
  const { schedule, family, theta, mostWays, algorithmFor } = learner;
  const classesIn = classesFor(learner);
  const inputs = inputsFor(learner);
  const steps = schedule.testSteps;

  return {
    async adapt(parts, before) {
      const sets = parts as readonly Labelled[];
      const classes = family.target.kind === 'classes' ? classesIn(sets) : undefined;
      const ways = classes ? headFor(classes) : 0;
      const examples = await examplesOf(sets, classes);
      const [own, ...others] = examples;
      const first =
        before?.ways === ways ? before.first : await adaptTo({ algorithm: algorithmFor(ways), theta, support: bucketed(own), steps, ...presentIn([own], ways) });
      const all = others.length === 0 ? first : await first.extend(bucketed(others.reduce(concatenated)), presentIn(examples, ways));
      // Nothing can be predicted from them, which is to be said before they are stored.
      if (!allFinite(all)) throw notFinite('parameters');
      return { first, all, ways, classes };
    },
    async predict({ all, classes }, query) {
      return answersOf(await all.predict(await inputs(query as Inputs)), family, classes);
    },
    bytesOf: ({ first, all }) => sizeInBytes(first.phi) + (all === first ? 0 : sizeInBytes(all.phi)),
  };

  /** Of a head for any number of classes, powers of two, so that few programs are made. */
  function headFor({ present }: Classes): number {
    return mostWays === Infinity ? 2 ** Math.ceil(Math.log2(present.at(-1)!.label + 1)) : mostWays;
  }

  async function examplesOf(sets: readonly Labelled[], classes: Classes | undefined): Promise<HostOf<Examples>[]> {
    let row = 0;
    const examples: HostOf<Examples>[] = [];
    for (const { inputs: given, answers } of sets) {
      const x = await inputs(given);
      const rows = x.shape[0];
      const y = 'values' in answers ? answers.values : ({ data: classes!.labels.slice(row, row + rows), shape: [rows], dtype: 'int32' } as const);
      examples.push({ x, y });
      row += rows;
    }
    return examples;
  }
}

/** float32 (ways): one for each class that some of the sets have; nothing of values. */
function presentIn(sets: readonly HostOf<Examples>[], ways: number): { classes?: NdArray } {
  if (ways === 0) return {};
  const data = new Float32Array(ways);
  for (const { y } of sets) for (const label of y.data) data[label] = 1;
  return { classes: { data, shape: [ways], dtype: 'float32' } };
}

function allFinite({ phi }: Adapted<unknown>): boolean {
  return leavesOf<NdArray>(phi).every(({ data }) => data.every((value: number) => Number.isFinite(value)));
}

function sizeInBytes(phi: unknown): number {
  return leavesOf<NdArray>(phi).reduce((total, { data }) => total + data.byteLength, 0);
}
