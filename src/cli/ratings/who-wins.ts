import { raterMetrics, type Evaluation, type MetricName, type Outcome, type QuestionSetResult } from '../../recommend/index.js';
import { listed } from '../options/values.js';
import { headMetrics } from './head.js';

/** Names that a sentence lists; the rest are counted. */
const mostNames = 4;

/** Who wins each set by the metrics that tell a winner, in sentences without figures; none where nothing was compared. */
export function whoWins(evaluation: Evaluation, sets: readonly QuestionSetResult[] = evaluation.sets): string[] {
  return sets.flatMap((set) => headMetrics.flatMap((metric) => (set.verdicts.some((verdict) => verdict.metric === metric) ? [sentence(set, metric)] : [])));
}

/** `5 known ratings, MAE: the learner is behind item kNN; level with damped biases; ahead of 5 others.` */
function sentence({ name, raters }: QuestionSetResult, metric: MetricName): string {
  // The strongest first.
  const compared = raters.flatMap(({ rater, against: { [metric]: each } }) => (each ? [{ rater, ...each }] : [])).sort((a, b) => a.advantage.mean - b.advantage.mean);
  const having = (outcome: Outcome): string[] => compared.filter((each) => each.outcome === outcome).map(({ rater }) => rater);
  const [behind, level, ahead] = [having('behind'), having('level'), having('ahead')];
  const others = behind.length + level.length;
  const clauses = [
    ...(behind.length > 0 ? [`behind ${named(behind)}`] : []),
    ...(level.length > 0 ? [`level with ${named(level)}`] : []),
    ...(ahead.length > 0 ? [others === 0 ? `ahead of ${ahead.length === 1 ? ahead[0] : `all ${ahead.length} others`}` : `ahead of ${named(ahead)}`] : []),
  ];
  return `${name}, ${raterMetrics[metric].title}: the learner is ${clauses.join('; ')}.`;
}

function named(raters: readonly string[]): string {
  if (raters.length <= mostNames) return listed(raters, 'and');
  return listed([...raters.slice(0, mostNames - 1), `${raters.length - mostNames + 1} others`], 'and');
}

/** The name of a set over a column. */
export function shortName({ name, known }: Pick<QuestionSetResult, 'name' | 'known'>): string {
  return known === undefined ? name : `${known} known`;
}

/** The paired differences by a metric as a table: a row for each other rater, a column for each set; positive where the learner is better. */
export function differenceTable({ sets }: Evaluation, metric: MetricName): { readonly head: string[]; readonly rows: string[][] } | undefined {
  const others = [...new Set(sets.flatMap(({ raters }) => raters.filter(({ against }) => against[metric]).map(({ rater }) => rater)))];
  if (others.length === 0) return undefined;
  const cell = ({ raters }: QuestionSetResult, rater: string): string => {
    const compared = raters.find((each) => each.rater === rater)?.against[metric];
    if (compared === undefined) return '';
    const { mean, ci95 = NaN } = compared.advantage;
    return `${mean < 0 ? '-' : '+'}${Math.abs(mean).toFixed(3)} ± ${ci95.toFixed(3)}`;
  };
  return { head: [`better by ${raterMetrics[metric].title} than`, ...sets.map(shortName)], rows: others.map((rater) => [rater, ...sets.map((set) => cell(set, rater))]) };
}
