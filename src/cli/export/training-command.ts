import { completeAgent, parseEnvironment } from '../agents/complete.js';
import type { OpenedAgentRun } from '../agents/open-run.js';
import { quoted } from '../options/quoted.js';
import { askedOf, settingWords, type SettingOptions } from '../options/settings.js';
import type { OpenedRun } from '../run-folder.js';
import { completeSettings } from '../settings/index.js';

/** What `metalearn train` has to be told to train the same again: what is usual is left out, and so is what the data are called. */
export function trainingCommand({ settings, schedule, seed }: Pick<OpenedRun, 'settings' | 'schedule' | 'seed'>): string {
  const { task, argument, algorithm, ways, shots, taskOptions, algorithmOptions, featureOptions = {}, features } = settings;
  const usualOf = (options: SettingOptions) => completeSettings({ task, argument }, askedOf(options));
  const base: SettingOptions = { algorithm, ways: ways as number, shots: shots as number, features };
  const required = assignments(taskOptions, {});
  const usual = usualOf({ ...base, set: required }).settings;
  const set = [
    ...assignments(taskOptions, usualTaskOptions(() => usualOf(base).settings.taskOptions)),
    ...assignments(algorithmOptions, usual.algorithmOptions),
    ...assignments(featureOptions, usual.featureOptions ?? {}),
  ];
  const near = usualOf({ ...base, set });
  const own = { ...settings, ...schedule, outerLr: schedule.outerLearningRate };
  const known = { ...near.settings, ...near.schedule, outerLr: near.schedule.outerLearningRate };
  const differing = (['trainWays', 'queries', 'network', 'channels', 'testShift', 'metaBatch', 'outerLr'] as const).filter((name) => `${own[name]}` !== `${known[name]}`);
  const words = settingWords({ ...base, ...Object.fromEntries(differing.map((name) => [name, own[name]])), iterations: schedule.iterations, set });
  return written(argument === undefined ? task : `${task}:${task === 'images' ? 'DIR' : 'FILE'}`, words, seed);
}

/** The same of an agent. */
export function agentTrainingCommand({ settings, schedule, seed }: Pick<OpenedAgentRun, 'settings' | 'schedule' | 'seed'>): string {
  const { environment, argument, algorithm, environmentOptions, algorithmOptions } = settings;
  const asked = argument === undefined ? parseEnvironment(environment) : { environment, argument };
  const usual = completeAgent(asked, askedOf({ algorithm })).settings;
  const set = [...assignments(environmentOptions, usual.environmentOptions), ...assignments(algorithmOptions, usual.algorithmOptions)];
  const near = completeAgent(asked, askedOf({ algorithm, set })).schedule;
  const metaBatch = near.metaBatch === schedule.metaBatch ? undefined : schedule.metaBatch;
  return written(argument === undefined ? environment : `${environment}:FILE`, settingWords({ algorithm, metaBatch, iterations: schedule.iterations, set }), seed);
}

/** Where a task asks for options that have no usual value, none is usual. */
function usualTaskOptions(usual: () => Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  try {
    return usual();
  } catch {
    return {};
  }
}

function assignments(own: Readonly<Record<string, unknown>>, usual: Readonly<Record<string, unknown>>): string[] {
  return Object.entries(own)
    .filter(([name, value]) => value !== null && JSON.stringify(value) !== JSON.stringify(usual[name]))
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(',') : String(value)}`);
}

function written(task: string, words: readonly string[], seed: number): string {
  return ['metalearn', 'train', task, ...words.map(quoted), '--seed', `${seed}`].join(' ');
}
