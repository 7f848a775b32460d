import { join } from 'node:path';
import { replaceFile } from '../../training/index.js';
import { agentNamed } from '../catalogue/index.js';
import { counted } from '../counted.js';
import { formatDuration } from '../options/duration.js';
import { definitions, learningChart, learningSection, renderPage, type Curve, type Section } from '../report/index.js';
import { sceneStyle } from '../report/scene/index.js';
import { readTest, untested } from '../test-file.js';
import { readAgentLines, type AgentLine } from './agent-lines.js';
import type { AgentTestResult } from './agent-result.js';
import { titleOfEnvironment } from './complete.js';
import { openAgentRun, type OpenedAgentRun } from './open-run.js';
import { refusedSteps } from './refused-steps.js';
import { roundNames } from './round-names.js';
import { agentTestSections } from './test-sections.js';
import { readTrajectories, trajectorySection } from './trajectories.js';

/** Writes report.html of an agent's run from what stands in its folder: how training went, the last test if there was one, and the settings. */
export async function writeAgentReport(path: string): Promise<string> {
  const opened = await openAgentRun(path);
  const lines = await readAgentLines(opened.run);
  const { result: tested, outdated } = await readTest<AgentTestResult>(opened.run);
  const page = renderPage({
    title: `${titleOfEnvironment(opened.settings)}, ${opened.settings.algorithm}`,
    lead: tested ? tested.summary : untested(path, outdated),
    sections: [
      ...(tested ? [...agentTestSections(tested), ...trajectorySection(await readTrajectories(path), tested.adapts)] : []),
      trained(opened, lines),
      settingsSection(opened),
    ],
    style: sceneStyle,
  });
  const file = join(path, 'report.html');
  await replaceFile(file, page);
  return file;
}

function trained({ settings, schedule }: OpenedAgentRun, lines: readonly AgentLine[]): Section {
  const last = lines.at(-1);
  const refused = refusedSteps(lines);
  const text = last ? `${counted(last.iteration, 'iteration')} of ${counted(schedule.metaBatch, 'task')} in ${formatDuration(last.seconds ?? NaN)}.${refused && ` ${refused}`}` : 'No iteration is written down yet.';
  const named = (name: string): Curve['points'] => lines.flatMap((line) => (line[name] === undefined ? [] : [[line.iteration, line[name]] as const]));
  const rounds = [...new Set(lines.flatMap((line) => Object.keys(line).filter((name) => /^return\d+$/.test(name))))].map((name) => Number(name.slice(6))).sort((a, b) => a - b);
  const names = roundNames(agentNamed(settings.algorithm).adapts, rounds.length);
  const returns = rounds.map((round, i): Curve => ({ name: names[i], points: named(`return${round}`) }));
  // Of a trial of ten episodes, four tell enough.
  const shown = returns.length <= 4 ? returns : [0, 1, Math.floor(returns.length / 2), returns.length - 1].map((i) => returns[i]);
  return learningSection(text, [
    learningChart('Mean return of the episodes on the training tasks of each iteration.', 'return', shown),
    learningChart('Mean return on validation tasks, after adapting.', 'return', [{ name: 'validation', points: named('validation') }]),
    learningChart('How far each step changed what adapted agents do: the mean KL divergence. Zero: the step was refused.', 'KL divergence', [{ name: 'KL', points: named('divergence') }]),
  ]);
}

function settingsSection({ settings, schedule, seed, run }: OpenedAgentRun): Section {
  const versions = (run.config.versions ?? {}) as Record<string, string>;
  const { environmentOptions, algorithmOptions, ...common } = settings;
  const entries = { ...common, ...environmentOptions, ...algorithmOptions, ...schedule, seed, ...versions };
  return { heading: 'Settings', body: [definitions(Object.entries(entries).map(([name, value]) => [name, typeof value === 'object' ? JSON.stringify(value) : String(value)] as const))] };
}
