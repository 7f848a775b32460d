import { parseCard, type ArtifactCard } from '../../artifact/index.js';
import { formatBytes } from './describe-export.js';
import { inputOf, purposeOf } from './purpose.js';
import type { TestTable } from './test-of.js';
import { usageOf } from './usage.js';

/** README.md of an artifact, for people: what it learned and how well, of which data and how, how to run it, and what it is not for. */
export function modelCard(files: ReadonlyMap<string, Uint8Array>): string {
  const card = parseCard(new TextDecoder().decode(files.get('artifact.json')));
  const { does, use, limits } = purposeOf(card);
  return [
    `# ${card.title}`,
    does,
    '## How well it does',
    ...figuresOf(card),
    '## What it is',
    factsOf(card, files),
    ...trainingOf(card),
    '## How to run it',
    inputOf(card),
    ...usageOf(card),
    '## What it is for, and what not',
    use,
    limits.map((limit) => `- ${limit}`).join('\n'),
    '## Files',
    filesOf(card, files),
  ].join('\n\n') + '\n';
}

function figuresOf({ test }: ArtifactCard): string[] {
  if (!test) return ['Not tested: `metalearn test RUN` measures it on tasks never seen in training, and a new export then tells here.'];
  const { summary, protocolInWords, tables } = test as { summary?: string; protocolInWords?: string; tables?: readonly TestTable[] };
  return [...(summary ? [summary] : []), ...(tables ?? []).map(({ head, rows }) => markdown(head, rows)), ...(protocolInWords ? [protocolInWords] : [])];
}

function factsOf({ task, algorithm, data, licence, weights, date, version }: ArtifactCard, files: ReadonlyMap<string, Uint8Array>): string {
  const total = [...files.values()].reduce((sum, { length }) => sum + length, 0);
  return markdown(['', ''], [
    ['Task', task],
    ['Algorithm', algorithm],
    ['Data', data],
    ['Licence', licence],
    ['Weights', `${weights.parameters.toLocaleString('en')} parameters of ${weights.bits} bits`],
    ['Size', `${formatBytes(total)} beside this file, ${formatBytes(weights.bytes)} of them weights`],
    ['Exported', `${date}, metalearn ${version}`],
  ]);
}

function trainingOf({ training: { command, stoppedAfter } }: ArtifactCard): string[] {
  if (!command) return [];
  return ['It was trained by', `\`\`\`sh\n${String(command)}\n\`\`\``, ...(stoppedAfter === undefined ? [] : [`It was stopped after ${Number(stoppedAfter).toLocaleString('en')} of these iterations.`])];
}

function filesOf({ weights, programs }: ArtifactCard, files: ReadonlyMap<string, Uint8Array>): string {
  const about = new Map<string, string>([
    ['artifact.json', 'this card for machines: inputs and outputs of the programs with names and shapes, and what is above'],
    [weights.file, 'the weights, which the programs read: keep it beside them'],
    ['catalogue.json', 'titles of the items, in the order of their numbers'],
  ]);
  for (const { rows, steps, adapt, predict } of [...programs].reverse()) {
    about.set(adapt.file, `adapts to up to ${rows} rows${steps === 0 ? '' : ` in ${steps} step${steps === 1 ? '' : 's'}`}`);
    about.set(predict.file, 'answers, given what adapting made');
  }
  return markdown(['file', 'size', ''], [...files].map(([name, { length }]) => [`\`${name}\``, formatBytes(length), about.get(name) ?? '']));
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replace(/\s+/g, ' ')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
