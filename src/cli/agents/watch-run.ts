import { dirname, join } from 'node:path';
import { makeFolder, replaceFile } from '../../training/index.js';
import { agentNamed } from '../catalogue/index.js';
import { UsageError } from '../failure.js';
import type { Output } from '../output.js';
import { renderAnimation } from '../report/animation/index.js';
import { capitalised } from '../report/index.js';
import { sceneOf } from '../report/scene/index.js';
import { inThisProcess } from '../../rl/training/index.js';
import { toldTask } from './agent-result.js';
import { titleOfEnvironment } from './complete.js';
import { measure } from './measure.js';
import { changedFile, openAgentRun, readAgent } from './open-run.js';
import { roundNames } from './round-names.js';
import { agentOn, familyOf } from './setup.js';

export interface WatchOptions {
  /** Which of the test tasks, from 1. */
  readonly task: number;
  /** Steps of adaptation, or episodes after the first; those of a test where not said. */
  readonly steps?: number;
  /** The file to write; watch.html in the run where not said. */
  readonly out?: string;
  readonly seed: number;
  readonly output: Output;
  readonly signal?: AbortSignal;
}

/** What `watch --json` prints. */
export interface Watched {
  readonly run: string;
  readonly environment: string;
  readonly algorithm: string;
  readonly task: number;
  readonly title: string;
  readonly seed: number;
  /** The episodes that are shown, each with its own return and the mean of all episodes that were played then. */
  readonly episodes: readonly { readonly name: string; readonly steps: number; readonly return: number; readonly mean: number }[];
  readonly file: string;
}

/** Writes an animation of one test task before and after adaptation, side by side. */
export async function watchRun(path: string, { task: number, steps: asked, out, seed, output, signal }: WatchOptions): Promise<Watched> {
  const opened = await openAgentRun(path);
  const { settings, schedule } = opened;
  const changed = await changedFile(opened);
  if (changed) output.warn(changed);
  const { agent } = await agentOn(settings, await familyOf(settings));
  const theta = await readAgent(opened, agent);
  const { adapts } = agentNamed(settings.algorithm);
  if (adapts === 'not' && (asked ?? 0) > 0) throw new UsageError(`--steps: ${settings.algorithm} does not adapt, so that there is one episode to see: leave it out.`);
  const steps = adapts === 'not' ? 0 : (asked ?? (adapts === 'memory' ? agent.rounds - 1 : schedule.testSteps));
  // Two tasks at least make a test; those before the asked one are played, too, so that it is the same as in metalearn test.
  const tasks = Math.max(2, number);
  const report = await measure('episodes to watch', { agent, theta, seed, tasks, rounds: 1 + steps, executor: inThisProcess(), signal }, tasks);
  const { task, kind, title = kind ?? toldTask(task), returns, episodes } = report.recorded[number - 1];

  const rounds = steps === 0 ? [0] : [0, steps];
  const names = roundNames(adapts, 1 + steps);
  const family = agent.environment;
  const clips = rounds.map((round) => ({ name: names[round], scene: sceneOf(family, task, episodes[round]), rewards: episodes[round].rewards }));
  const shown = rounds.map((round, i) => ({ name: clips[i].name, steps: episodes[round].steps, return: sum(episodes[round].rewards), mean: returns[round] }));
  const file = out ?? join(path, 'watch.html');
  const page = renderAnimation({
    title: `${titleOfEnvironment(settings)}: ${title}`,
    lead: `${settings.algorithm} on test task ${number}${adapts === 'memory' && steps > 0 ? ', which it remembers from episode to episode' : ''}. ${shown.map(({ name, mean }) => `${capitalised(name)}: mean return ${Number(mean.toPrecision(3))}.`).join(' ')}`,
    clips,
  });
  await makeFolder(dirname(file));
  await replaceFile(file, page);
  return { run: path, environment: settings.environment, algorithm: settings.algorithm, task: number, title, seed, episodes: shown, file };
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
