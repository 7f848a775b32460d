import type { EvidenceComparison, EvidenceStage } from '../../recommend/index.js';
import { count } from '../progress.js';
import { figure, legend, lineChart, paragraphs, table, type Section } from '../report/index.js';
import type { Tone } from '../report/line-chart.js';
import { textTable } from '../text-table.js';
import { shown } from './shown.js';

const tones: readonly Tone[] = ['untrained', 'second', 'fourth', 'pretrained', 'own', 'extra', 'third'];

/** The comparison of what to ask first as a section of a report. */
export function evidenceSection(comparison: EvidenceComparison): Section {
  const { users, verdicts, untold } = comparison;
  const text = `${count(users)} test users are asked about items, one after another; who has not rated an item has not seen it, and cannot answer. The learner is told the answers, and predicts ratings that nobody asked for. With nothing known its MAE is ${shown(untold)}.`;
  const charts = (['answers', 'questions'] as const).map((after) => chartOf(comparison, after));
  const { head, rows } = tableOf(comparison);
  return { heading: 'What to ask a new user first', text, body: [...charts, table(head, rows), paragraphs(verdicts)] };
}

/** The same for a terminal. */
export function describeEvidence(comparison: EvidenceComparison): string {
  const { head, rows } = tableOf(comparison);
  return [textTable(head, rows), '', ...comparison.verdicts].join('\n');
}

function chartOf({ strategies, untold }: EvidenceComparison, after: EvidenceStage['after']): string {
  const series = strategies.map(({ strategy, stages }, at) => ({
    name: strategy,
    tone: tones[at % tones.length],
    marks: 'both' as const,
    points: [[0, untold.mean] as const, ...stages.filter((stage) => stage.after === after).map((stage) => [stage.count, stage.mae.mean] as const)],
  }));
  const chart = lineChart({ name: `MAE by ${after}`, x: { label: after === 'answers' ? 'answers given' : 'questions asked, answered or not', whole: true }, y: { label: 'MAE' }, series, width: 720, height: 280 });
  return figure(`MAE by ${after === 'answers' ? 'the number of answers' : 'the number of questions, of which most have no answer'}: low is better.`, legend(series), chart);
}

function tableOf({ strategies, reference }: EvidenceComparison): { head: string[]; rows: string[][] } {
  const stages = strategies[0].stages;
  const rows = strategies.map(({ strategy, stages: own }) => [strategy, ...own.map(({ mae, against }) => `${shown(mae)}${against ? marks[against.outcome] : ''}`)]);
  return { head: [`MAE after (+, -: surely better, worse than ${reference})`, ...stages.map(({ after, count: number }) => `${number} ${after}`)], rows };
}

/** Signs of a strategy against the reference. */
const marks = { ahead: ' +', level: '  ', behind: ' -' } as const;
