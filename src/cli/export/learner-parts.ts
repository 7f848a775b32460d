import { basename } from 'node:path';
import { learnerPrograms, type Learns, type Named, type ProgramsOf } from '../../artifact/index.js';
import { softmax } from '../../graph/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import { countRange, type Given, type Target } from '../../tasks/index.js';
import { UsageError } from '../failure.js';
import { imageFormatOf } from '../image-learner.js';
import { openLearner, type Learner } from '../learner.js';
import { checkLearnerOptions, checkSteps, rejectOptions } from './check-options.js';
import type { ExportedParts, ExportOptions } from './export-options.js';
import { weightsOf } from './weights-of.js';

/** What a run that learned from examples, classes or values, is exported as. */
export async function learnerParts(path: string, options: ExportOptions): Promise<ExportedParts> {
  const learner = await openLearner(path, options);
  const { settings, family, theta, schedule } = learner;
  if (settings.features !== undefined) throw new UsageError(`The run in ${path} learned on what ${basename(settings.features)} makes of its inputs, a model of its own that no artifact holds: train one without --features.`);
  const ways = waysOf(learner, options.ways);
  const algorithm = learner.algorithmFor(ways);
  checkSteps(algorithm, settings.algorithm, options);
  checkLearnerOptions(learner, ways, options);
  rejectOptions(options, { items: 'only what learned ratings has a catalogue.' });
  const weights = weightsOf(theta);
  const programs = learnerPrograms({
    algorithm,
    theta: weights.stand as never,
    steps: algorithm.innerSteps === 0 ? [0] : (options.steps ?? [schedule.testSteps]),
    rows: options.rows ?? [usualRows(learner, ways)],
    support: (rows) => supportOf(family.inputShape, family.target, ways, rows),
    ...answersOf(family.inputShape, family.target, ways, options.queries ?? 1),
  });
  return {
    learns: learnsOf(learner, ways),
    weights: weights.named,
    programs,
  };
}

/** The classes that it tells apart at most: those of its head, or as many as asked for where any number will do. */
function waysOf({ family, mostWays }: Learner, asked: number | undefined): number {
  if (family.target.kind === 'values') return 0;
  return mostWays === Infinity ? (asked ?? family.target.ways) : mostWays;
}

function usualRows({ settings, family }: Learner, ways: number): number {
  const [, shots] = countRange('shots', settings.shots);
  return shots * (family.target.kind === 'classes' ? ways : 1);
}

function supportOf(inputShape: readonly number[], target: Target, ways: number, rows: number): { inputs: Named; given: Given } {
  const x = placeholder([rows, ...inputShape], 'float32', 'The support set');
  const y = target.kind === 'classes' ? placeholder([rows], 'int32', 'The labels') : placeholder([rows, target.outputs], 'float32', 'The values');
  const mask = placeholder([rows], 'float32', 'Which rows count');
  const support = { x, y, mask };
  if (target.kind === 'values') return { inputs: support, given: { support } };
  const classes = placeholder([ways], 'float32', 'Which classes there are');
  return { inputs: { ...support, classes }, given: { support, classes } };
}

function answersOf(inputShape: readonly number[], target: Target, ways: number, queries: number): Pick<ProgramsOf<unknown, unknown>, 'query' | 'answer'> {
  const x = placeholder([queries, ...inputShape], 'float32', 'Queries');
  if (target.kind === 'values') return { query: { inputs: { x }, x }, answer: (values) => ({ values }) };
  const classes = placeholder([ways], 'float32', 'Which classes there are');
  return { query: { inputs: { x, classes }, x, classes }, answer: (logits) => ({ logits, probabilities: softmax(logits) }) };
}

function learnsOf({ family }: Learner, ways: number): Learns {
  const { target, inputShape, description } = family as Learner['family'] & { readonly description: Described };
  const image = imageFormatOf(family);
  const made = { image: image && { ...image }, text: description.representation, series: description.series, table: description.table };
  const input = { input: [...inputShape], ...(Object.fromEntries(Object.entries(made).filter(([, how]) => how !== undefined)) as typeof made) };
  // What a family says of itself came through JSON; the card checks it again.
  return (target.kind === 'values' ? { kind: 'values', outputs: target.outputs, ...input } : { kind: 'classes', ways, ...input }) as Learns;
}

/** How a family's inputs were made, where they are texts, series or rows of a table. */
type Described = Partial<Readonly<Record<'representation' | 'series' | 'table', Record<string, unknown>>>>;
