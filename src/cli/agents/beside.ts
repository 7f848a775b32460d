import type { EnvironmentFamily } from '../../rl/environment/index.js';
import { bestArm, bestPlan, referencesFor } from '../../rl/references/index.js';
import { withLine } from '../progress.js';
import { overTrial, returnsOf, type AgentBaseline, type AgentTestResult, type Returns } from './agent-result.js';
import { keptAgent } from './kept-agent.js';
import { agentExecutor } from './agent-executor.js';
import { baselineSettings } from './baseline-settings.js';
import { curvesOf, measure, meanOf, testExecutor, testTasks, validationReturn, type Measuring } from './measure.js';
import type { AgentSettings } from './settings.js';
import { agentOn } from './setup.js';

/** A test, to set others beside. */
export interface AgentContest extends Pick<AgentTestResult, 'adapts' | 'steps' | 'episodes' | 'seed'> {
  readonly settings: AgentSettings;
  readonly family: EnvironmentFamily;
  /** The folder of the run, which keeps what was trained for comparison. */
  readonly folder: string;
  /** What baselines are trained for. */
  readonly training: { readonly iterations: number; readonly metaBatch: number; readonly seed: number };
  readonly kinds: readonly (string | undefined)[];
  readonly workers?: number;
  readonly signal?: AbortSignal;
}

/** All that stands beside a run: random actions and what else is conventional, a pretrained policy that is fine-tuned, and an oracle. */
export async function measureBeside(contest: AgentContest): Promise<AgentBaseline[]> {
  const { settings, family, adapts } = contest;
  const played = await playReferences(contest);
  // Where there are conventional players, policies without a memory say little.
  if (played.length > 1) return played;
  const learned: AgentBaseline[] = [];
  if (settings.algorithm !== 'pretrained' && !/, told$/.test(family.name)) learned.push(await measurePretrained(contest));
  if (settings.algorithm !== 'oracle' && family.tells) learned.push(await measureOracle(contest));
  return adapts === 'not' ? [...played, ...learned.filter(({ informed }) => !informed)] : [...learned, ...played];
}

/** Episodes that random actions are measured by, on each task of what adapts by steps. */
const randomEpisodes = 10;

async function playReferences({ family, adapts, steps, episodes: tasks, seed, kinds }: AgentContest): Promise<AgentBaseline[]> {
  const drawn = testTasks(family, seed, tasks);
  const remembers = adapts === 'memory';
  const episodes = remembers ? steps + 1 : randomEpisodes;
  const references = remembers ? referencesFor(family, episodes) : referencesFor(family).slice(0, 1);
  const found: AgentBaseline[] = [];
  await withLine('testing: references', async (onProgress) => {
    for (const [done, reference] of references.entries()) {
      const returns = await reference.play(family, drawn.map(({ task }) => task), drawn.map(({ key }) => key), episodes);
      const byTask = returns.map((of) => (remembers ? Array.from(of) : [meanOf(of)]));
      const informed = reference.name === bestArm.name || reference.name === bestPlan.name;
      onProgress(done + 1, references.length);
      found.push({ name: reference.name, ...returnsOf(byTask, kinds, remembers), ...(informed ? { informed } : {}) });
    }
  });
  return found;
}

/** Of fine-tuning, as multiples of the usual size of a step. */
const rates = [0.1, 0.3, 1, 3];
const validationTasks = 20;

async function measurePretrained({ adapts, ...contest }: AgentContest): Promise<AgentBaseline> {
  const { family, seed, kinds, folder, training, workers, signal } = contest;
  const settings = baselineSettings(contest.settings, 'pretrained');
  const theta = await keptAgent(await agentOn(settings, family), { folder, name: 'pretrained', ...training, executor: agentExecutor(settings, workers), signal });
  // Beside what remembers through episodes it stands as it is.
  const rounds = adapts === 'steps' ? 1 + contest.steps : 1;
  const usual = Number(settings.algorithmOptions.innerLearningRate);
  const asked = async (rate: number, tasks: number): Promise<Measuring> => {
    const tuned = { ...settings, algorithmOptions: { ...settings.algorithmOptions, innerLearningRate: rate } };
    return { agent: (await agentOn(tuned, family)).agent, theta, tasks, rounds, seed, executor: testExecutor(tuned, tasks, workers), signal };
  };
  let best = { rate: usual, mean: -Infinity };
  let failure: unknown;
  if (rounds > 1) {
    await withLine('step size: pretrained', async (onProgress) => {
      for (const [done, factor] of rates.entries()) {
        const rate = Number((factor * usual).toPrecision(6));
        // Steps that are too long end in actions that are no numbers: that rate is out, not the test.
        const mean = await validationReturn({ ...(await asked(rate, validationTasks)), seed: training.seed }).catch((error: unknown) => {
          signal?.throwIfAborted();
          failure = error;
          return -Infinity;
        });
        onProgress(done + 1, rates.length);
        if (mean > best.mean) best = { rate, mean };
      }
    });
    if (best.mean === -Infinity && failure) throw failure;
  }
  const report = await measure('pretrained', await asked(best.rate, contest.episodes));
  return { name: rounds > 1 ? 'pretrained, then fine-tuned' : 'pretrained', ...counted(contest, adapts, returnsOf(curvesOf(report), kinds, false)), ...(rounds > 1 ? { learningRate: best.rate } : {}), iterations: training.iterations };
}

async function measureOracle({ family, adapts, episodes: tasks, seed, kinds, folder, training, workers, signal, ...contest }: AgentContest): Promise<AgentBaseline> {
  const settings = baselineSettings(contest.settings, 'oracle');
  const built = await agentOn(settings, family);
  const theta = await keptAgent(built, { folder, name: 'oracle', ...training, executor: agentExecutor(settings, workers), signal });
  const report = await measure('oracle', { agent: built.agent, theta, tasks, rounds: 1, seed, executor: testExecutor(settings, tasks, workers), signal });
  return { name: 'oracle', informed: true, ...counted(contest, adapts, returnsOf(curvesOf(report), kinds, false)), iterations: training.iterations };
}

/** Beside what remembers, what does not counts for as many episodes. */
function counted({ steps }: Pick<AgentContest, 'steps'>, adapts: AgentTestResult['adapts'], returns: Returns): Returns {
  return adapts === 'memory' ? overTrial(returns, steps + 1) : returns;
}
