import { metricNames, raterMetrics, type Evaluation, type MetricName, type QuestionSetResult } from '../../recommend/index.js';
import { capitalised, figure, intervalPlot, legend, lineChart, paragraphs, table, type Section } from '../report/index.js';
import { count } from '../progress.js';
import { chartedRaters, type Charted } from './charted.js';
import { evidenceSection } from './evidence-report.js';
import { shown } from './shown.js';
import { headMetrics, headSet } from './head.js';
import type { RatingsTestResult } from './ratings-test-result.js';
import { differenceTable, shortName, whoWins } from './who-wins.js';

/** What a test of raters adds to the report of a run. */
export function ratingSections(result: RatingsTestResult): Section[] {
  const { evaluation } = result;
  const charted = chartedRaters(evaluation, headMetrics);
  return [verdicts(result), ...headMetrics.flatMap((metric) => byKnown(evaluation, metric, charted)), ...differences(evaluation), ...gains(evaluation, charted), ...(result.evidence ? [evidenceSection(result.evidence)] : []), all(evaluation), ...choices(result), inWords(evaluation), notes(evaluation)];
}

function verdicts({ evaluation, protocol, draws, seed, steps }: RatingsTestResult): Section {
  const drawn = protocol === 'melu' ? "MeLU's four cells: users and items that appear early are warm, the others new" : `New users: ${draws === 1 ? 'one draw' : `${draws} draws`} of known and asked ratings of each, seed ${seed}`;
  const adapted = steps === 0 ? '' : `, ${steps} inner step${steps === 1 ? '' : 's'}`;
  return { heading: 'Who wins', text: `${drawn}${adapted}.`, body: [paragraphs(whoWins(evaluation))] };
}

/** A metric by the number of known ratings, as a chart; of MeLU's cells, which have no such number, only the tables tell. */
function byKnown({ sets }: Evaluation, metric: MetricName, charted: readonly Charted[]): Section[] {
  const { title, better } = raterMetrics[metric];
  const counted = sets.filter(({ known }) => known !== undefined);
  if (counted.length < 2) return [];
  const series = charted.flatMap(({ rater, tone }) => {
    const measured = counted.flatMap(({ known, raters }) => {
      const own = raters.find((each) => each.rater === rater)?.metrics[metric];
      return own ? [{ known: known!, own }] : [];
    });
    if (measured.length === 0) return [];
    return [{ name: rater, tone, marks: 'both' as const, points: measured.map(({ known, own }) => [known, own.mean] as const), ...(tone === 'own' ? { margin: measured.map(({ own }) => own.ci95 ?? 0) } : {}) }];
  });
  if (series.length === 0) return [];
  const chart = lineChart({ name: `${title} by known ratings`, x: { label: 'known ratings', log: !counted.some(({ known }) => known === 0) }, y: { label: title }, series, width: 720, height: 300 });
  const measured = counted[0].raters.filter(({ metrics }) => metrics[metric]);
  const rows = measured.map(({ rater }) => [rater, ...counted.map(({ raters }) => shown(raters.find((each) => each.rater === rater)?.metrics[metric]))]);
  const caption = `${title} of users never seen in training: ${better} is better. Shaded: the 95% interval of the learner. The chart has the learner and the others that come nearest; the table has all.`;
  return [{ heading: `${title} by known ratings`, body: [figure(caption, legend(series), chart), table(['', ...counted.map(shortName)], rows, 0)] }];
}

/** The paired differences of one set, by the metrics that tell a winner. */
function differences(evaluation: Evaluation): Section[] {
  const set = headSet(evaluation);
  const others = set.raters.filter(({ rater }) => rater !== evaluation.subject);
  const plots = headMetrics.flatMap((metric) => {
    const rows = others.flatMap(({ rater, against: { [metric]: compared } }) => (compared ? [{ name: rater, tone: 'own' as const, mean: compared.advantage.mean, margin: compared.advantage.ci95 ?? 0 }] : []));
    if (rows.length === 0) return [];
    const { title } = raterMetrics[metric];
    return [figure(`How much better the learner is by ${title} than each other, of the same users, with 95% intervals; one that holds zero decides nothing.`, intervalPlot({ name: `differences in ${title}`, label: `advantage in ${title}`, rows, reference: 0 }))];
  });
  if (plots.length === 0) return [];
  const tables = headMetrics.flatMap((metric) => {
    const found = differenceTable(evaluation, metric);
    return found ? [table(found.head, found.rows)] : [];
  });
  return [{ heading: `Paired differences, ${set.name}`, body: [...plots, ...tables] }];
}

/** Who gains and who loses from adaptation: the gains of users, put in order. */
function gains(evaluation: Evaluation, charted: readonly Charted[]): Section[] {
  const set = headSet(evaluation);
  if (set.adaptation.length === 0) return [];
  const series = charted.flatMap(({ rater, tone }) => {
    const own = set.adaptation.find((each) => each.rater === rater);
    return own && (own.gainers > 0 || own.losers > 0) ? [{ name: rater, tone, points: own.quantiles.at.map((share, i) => [100 * share, own.quantiles.values[i]] as const) }] : [];
  });
  const chart = lineChart({ name: 'gains of users by adaptation', x: { label: 'users, % of all, from the greatest loss to the greatest gain' }, y: { label: 'fall of MAE by what is known' }, series, width: 720, height: 300 });
  const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;
  const rows = evaluation.sets.flatMap(({ name, adaptation }) => adaptation.filter(({ rater }) => rater === evaluation.subject).map(({ gain, gainers, losers }) => [name, shown(gain), percent(gainers), percent(losers)]));
  const text = `What a user gains is the error with nothing known, less the error with what is known. Below zero: who is served worse for having said something.`;
  return [{ heading: `Who gains and who loses from adaptation, ${set.name}`, text, body: [figure('The gains of all users in order.', legend(series), chart), table(['the learner', 'mean gain', 'gain', 'lose'], rows)] }];
}

function all({ sets, subject }: Evaluation): Section {
  const tables = sets.map((set) => {
    const metrics = metricNames.filter((metric) => set.raters.some(({ metrics }) => metrics[metric]));
    const rows = set.raters.map(({ rater, metrics: own }) => [rater, ...metrics.map((metric) => shown(own[metric]))]);
    return figure(`${capitalised(set.name)}: ${told(set)}`, table(['', ...metrics.map((metric) => raterMetrics[metric].title)], rows, set.raters.findIndex(({ rater }) => rater === subject)));
  });
  return { heading: 'All metrics', body: tables };
}

function told({ users, questions, ranked }: QuestionSetResult): string {
  return `${count(users)} users, ${count(questions)} questions${ranked > 0 ? `, the whole catalogue ranked for ${count(ranked)} of the users` : ''}.`;
}

function choices({ tuned }: RatingsTestResult): Section[] {
  if (tuned.length === 0) return [];
  const rows = tuned.map(({ rater, settings, tried, measure, value }) => [rater, String(tried), `${measure} ${value.toFixed(4)}`, Object.entries(settings).map(([name, each]) => `${name} ${String(each)}`).join(', ')]);
  return [{ heading: 'How the others were tuned', text: 'Each was fitted with at most 12 settings, and the one that did best on validation users was taken.', body: [table(['', 'tried', 'on validation users', 'chosen'], rows)] }];
}

/** The verdicts of the evaluation, with every figure. */
function inWords({ sets }: Evaluation): Section {
  return { heading: 'The verdicts with their figures', body: [paragraphs(sets.flatMap(({ verdicts }) => verdicts.map(({ sentence }) => sentence)))] };
}

function notes({ notes: told }: Evaluation): Section {
  return { heading: 'How these numbers are made', body: [paragraphs(told)] };
}
