import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { EnvironmentFamily } from '../../rl/environment/index.js';
import type { RecordedTask } from '../../rl/training/index.js';
import { replaceFile } from '../../training/index.js';
import { formatMeasured, type Section } from '../report/index.js';
import { element, escape } from '../report/markup.js';
import { boundsOf, episodePicture, sceneOf } from '../report/scene/index.js';
import { beside, figure } from '../report/page.js';
import { toldTask, type AgentTestResult } from './agent-result.js';
import { roundNames } from './round-names.js';

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
    const named = title ?? kind ?? toldTask(task);
    const names = roundNames(adapts, episodes.length);
    const rounds = shownRounds(episodes.length);
    const scenes = rounds.map((round) => sceneOf(family, task, episodes[round]));
    const bounds = boundsOf(scenes);
    return {
      title: named,
      pictures: rounds.map((round, i) => {
        const name = names[round];
        const total = episodes[round].rewards.reduce((sum, reward) => sum + reward, 0);
        return { caption: `${rounds.length === 1 ? 'return' : `${name}:`} ${formatMeasured({ unit: 'number' }, total)}`, svg: episodePicture(`${named}, ${name}`, scenes[i], bounds, rounds.length === 1 ? 320 : 220) };
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

const shape = z.array(z.object({ title: z.string(), pictures: z.array(z.object({ caption: z.string(), svg: z.string() })).min(1) }));

/** What was kept; nothing where the file is damaged, which the next test replaces. */
export async function readTrajectories(folder: string): Promise<DrawnTaskEpisodes[]> {
  const text = await readFile(join(folder, fileName), 'utf8').catch(() => '[]');
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    return [];
  }
}

/** A row of pictures for each task: an episode before and after each step. */
export function trajectorySection(drawn: readonly DrawnTaskEpisodes[], adapts: AgentTestResult['adapts']): Section[] {
  if (drawn.length === 0) return [];
  const heading = 'What it does';
  const colours = drawn[0].pictures.some(({ svg }) => /class="goal/.test(svg)) ? 'In blue the agent, in green what it should come to; a hollow dot is where it began. ' : '';
  const moving = `${colours}metalearn watch shows one of them moving.`;
  const pictured = ({ pictures }: DrawnTaskEpisodes): string[] => pictures.map(({ caption, svg }) => element('figure', {}, svg, element('figcaption', {}, escape(caption))));
  if (drawn.every(({ pictures }) => pictures.length === 1)) {
    return [{ heading, text: `An episode of each of the first ${drawn.length} test tasks, with its return. ${moving}`, body: [beside('fits', ...drawn.map((task) => figure(task.title, ...pictured(task))))] }];
  }
  const when = adapts === 'memory' ? 'episode by episode' : 'an episode before adapting and one after each step';
  return [{ heading, text: `The first ${drawn.length} test tasks, ${when}, with their returns. ${moving}`, body: drawn.map((task) => figure(task.title, element('div', { class: 'rounds' }, ...pictured(task)))) }];
}
