import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { EnvironmentFamily } from '../../rl/environment/index.js';
import type { RecordedTask } from '../../rl/training/index.js';
import { replaceFile } from '../../training/index.js';
import { formatMeasured, type Section } from '../report/index.js';
import { element, escape } from '../report/markup.js';
import { boundsOf, episodePicture, sceneOf } from '../report/scene/index.js';
import { figure } from '../report/page.js';
import { toldTask, type AgentTestResult } from './agent-result.js';
import { roundName } from './round-names.js';

/** The episodes of a task as pictures, one of each round that is shown; kept beside test.json, as they cannot be drawn without the environment. */
export interface DrawnTaskEpisodes {
  readonly title: string;
  readonly pictures: readonly { readonly caption: string; readonly svg: string }[];
}

const fileName = 'trajectories.json';
/** Rounds that are drawn of a task at most: the first ones and the last. */
const mostRounds = 4;

/** Draws what was recorded, each task with one scale of its own. */
export function drawTasks(family: EnvironmentFamily, adapts: AgentTestResult['adapts'], recorded: readonly RecordedTask[]): DrawnTaskEpisodes[] {
  return recorded.map(({ task, title, kind, episodes }) => {
    const named = [title ?? toldTask(task), ...(kind && kind !== title ? [kind] : [])].join(', ');
    const rounds = shownRounds(episodes.length);
    const scenes = rounds.map((round) => sceneOf(family, task, episodes[round]));
    const bounds = boundsOf(scenes);
    return {
      title: named,
      pictures: rounds.map((round, i) => {
        const name = roundName(adapts, round);
        const total = episodes[round].rewards.reduce((sum, reward) => sum + reward, 0);
        return { caption: `${name}: ${formatMeasured({ unit: 'number' }, total)}`, svg: episodePicture(`${named}, ${name}`, scenes[i], bounds) };
      }),
    };
  });
}

function shownRounds(count: number): number[] {
  const all = Array.from({ length: count }, (_, i) => i);
  return count <= mostRounds ? all : [...all.slice(0, mostRounds - 1), count - 1];
}

export async function keepTrajectories(folder: string, drawn: readonly DrawnTaskEpisodes[]): Promise<void> {
  await replaceFile(join(folder, fileName), `${JSON.stringify(drawn)}\n`);
}

export async function readTrajectories(folder: string): Promise<DrawnTaskEpisodes[]> {
  const text = await readFile(join(folder, fileName), 'utf8').catch(() => '[]');
  return JSON.parse(text) as DrawnTaskEpisodes[];
}

/** A row of pictures for each task: the same episode before and after each step. */
export function trajectorySection(drawn: readonly DrawnTaskEpisodes[], adapts: AgentTestResult['adapts']): Section[] {
  if (drawn.length === 0) return [];
  const rows = drawn.map(({ title, pictures }) => figure(title, element('div', { class: 'rounds' }, ...pictures.map(({ caption, svg }) => element('figure', {}, svg, element('figcaption', {}, escape(caption)))))));
  const when = adapts === 'memory' ? 'episode by episode' : adapts === 'steps' ? 'before adapting and after each step' : 'as it acts';
  return [{ heading: 'What it does', text: `One episode of each of the first ${drawn.length} test tasks, ${when}, with its return. metalearn watch shows one of them moving.`, body: rows }];
}
