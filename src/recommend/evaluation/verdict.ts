import { raterMetrics } from './metrics.js';
import type { MetricName, Outcome, RaterResult, Verdict } from './result.js';

/** Who wins by a metric, in a sentence; undefined where nothing was compared. */
export function verdictOf(set: string, metric: MetricName, subject: RaterResult, others: readonly RaterResult[]): Verdict | undefined {
  const compared = others.filter(({ against }) => against[metric] !== undefined);
  if (compared.length === 0) return undefined;
  // The strongest first: the subject is least ahead of it.
  const ordered = compared.toSorted((a, b) => a.against[metric]!.advantage.mean - b.against[metric]!.advantage.mean);
  const having = (outcome: Outcome): RaterResult[] => ordered.filter(({ against }) => against[metric]!.outcome === outcome);
  const [behind, level, ahead] = [having('behind'), having('level'), having('ahead')];

  const own = `${subject.rater} (${valueOf(subject, metric)})`;
  const each = (raters: readonly RaterResult[]): string => listOf(raters.map((rater) => describe(rater, metric)));
  const clauses: string[] = [];
  if (behind.length > 0) clauses.push(`${each(behind)} ${behind.length === 1 ? 'is' : 'are'} better than ${own}`);
  if (level.length > 0) clauses.push(`${own} is level with ${each(level)}`);
  if (ahead.length === 1) clauses.push(`${own} is better than ${each(ahead)}`);
  if (ahead.length > 1) clauses.push(`${own} is better than ${ahead.length} others, the nearest of them ${describe(ahead[0], metric)}`);
  const outcome = behind.length > 0 ? 'behind' : level.length > 0 ? 'level' : 'ahead';
  return { metric, outcome, sentence: `${raterMetrics[metric].title}, ${set}: ${clauses.join('; ')}.` };
}

function valueOf({ metrics }: RaterResult, metric: MetricName): string {
  return metrics[metric]!.mean.toFixed(3);
}

/** A rater with its value, and by how much the two differ. */
function describe(rater: RaterResult, metric: MetricName): string {
  const { mean, ci95 } = rater.against[metric]!.advantage;
  return `${rater.rater} (${valueOf(rater, metric)}; difference ${Math.abs(mean).toFixed(4)}${ci95 === undefined ? ' of one user' : ` ± ${ci95.toFixed(4)}`})`;
}

function listOf(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
