import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { parseFigures } from '../parse-figures.js';
import { testFile } from '../test-file.js';

/** A line of metrics.jsonl. */
export type Line = Readonly<Record<string, number | undefined>> & { readonly iteration: number };

/** What stands in test.json, as far as the board shows it. */
export interface Tested {
  readonly summary?: string;
  readonly metric?: string;
  readonly mean?: number;
  readonly ci95?: number;
  readonly bySteps?: readonly { readonly steps: number; readonly mean: number; readonly ci95: number }[];
  readonly hardest?: readonly { readonly task: number; readonly score: number }[];
}

/** What a run's folder tells, whatever of it is there. */
export interface RunFacts {
  /** Its folder below the board's, with slashes. */
  readonly name: string;
  readonly task: string;
  readonly algorithm: string;
  readonly state: 'running' | 'finished' | 'stopped';
  readonly iterations?: number;
  readonly lines: readonly Line[];
  readonly tested?: Tested;
  /** What could not be read, in a sentence. */
  readonly problem?: string;
}

/** A run that wrote nothing for so long, in milliseconds, is not running any more. */
const silent = 60_000;

/** The folders with runs in `folder`, itself or up to two levels below, the latest written to first. */
export async function findRuns(folder: string): Promise<string[]> {
  const found: { readonly name: string; readonly written: number }[] = [];
  const look = async (name: string, depth: number): Promise<void> => {
    const entries = await readdir(join(folder, name), { withFileTypes: true }).catch(() => []);
    if (entries.some((entry) => entry.name === 'config.json')) {
      found.push({ name: name || '.', written: await writtenAt(join(folder, name)) });
      return;
    }
    if (depth > 0) await Promise.all(entries.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.')).map((entry) => look(name ? `${name}/${entry.name}` : entry.name, depth - 1)));
  };
  await look('', 2);
  return found.sort((a, b) => b.written - a.written || a.name.localeCompare(b.name)).map(({ name }) => name);
}

/** What stands in a run's folder; undefined where there is none any more. Damaged files are a problem that it tells of. */
export async function readRun(folder: string, name: string): Promise<RunFacts | undefined> {
  const path = join(folder, name);
  const config = await readFile(join(path, 'config.json'), 'utf8').catch(() => undefined);
  if (config === undefined) return undefined;
  const lines = linesOf(await readFile(join(path, 'metrics.jsonl'), 'utf8').catch(() => ''));
  const tested = (await testedLast(path)) ? parsed<Tested>(await readFile(join(path, testFile), 'utf8').catch(() => '')) : undefined;
  const told = parsed<{ setup?: { task?: unknown; environment?: unknown; algorithm?: unknown }; schedule?: { iterations?: unknown } }>(config);
  const setup = told?.setup ?? {};
  const iterations = Number(told?.schedule?.iterations);
  const done = lines.at(-1)?.iteration ?? 0;
  const running = Date.now() - (await writtenAt(path)) < silent;
  return {
    name,
    task: String(setup.task ?? setup.environment ?? 'unknown'),
    algorithm: String(setup.algorithm ?? 'unknown'),
    state: done >= iterations || tested ? 'finished' : running ? 'running' : 'stopped',
    ...(Number.isFinite(iterations) ? { iterations } : {}),
    lines,
    ...(tested ? { tested } : {}),
    ...(told?.setup ? {} : { problem: 'Its config.json is damaged, or not that of metalearn train.' }),
  };
}

/** Whether nothing was trained since the last test. Sums of the weights, by which reports tell it, would be too much work for a page that asks every few seconds. */
async function testedLast(path: string): Promise<boolean> {
  return (await changedAt(path, testFile)) >= (await changedAt(path, 'checkpoint.safetensors'));
}

async function writtenAt(path: string): Promise<number> {
  return Math.max(...(await Promise.all(['metrics.jsonl', 'checkpoint.safetensors', 'config.json'].map((file) => changedAt(path, file)))));
}

async function changedAt(path: string, file: string): Promise<number> {
  return (await stat(join(path, file)).catch(() => undefined))?.mtimeMs ?? 0;
}

/** Lines that are whole; one that is being written comes the next time. */
function linesOf(text: string): Line[] {
  return text.split('\n').flatMap((line) => {
    const entry = line === '' ? undefined : parsed<Line>(line);
    return typeof entry?.iteration === 'number' ? [entry] : [];
  });
}

function parsed<T>(text: string): T | undefined {
  try {
    return parseFigures<T>(text);
  } catch {
    return undefined;
  }
}
