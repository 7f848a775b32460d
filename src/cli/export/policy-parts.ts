import { learnerPrograms, type Named } from '../../artifact/index.js';
import { placeholder } from '../../graph/primitives/leaves.js';
import type { AdaptiveAgent } from '../../rl/agents/index.js';
import { widthOf } from '../../rl/environment/index.js';
import { distributionFor } from '../../rl/policies/index.js';
import type { Examples, Given } from '../../tasks/index.js';
import { openAgentRun, readAgent } from '../agents/open-run.js';
import { agentOn, familyOf } from '../agents/setup.js';
import { agentNamed } from '../catalogue/index.js';
import { UsageError } from '../failure.js';
import { checkSteps, rejectOptions } from './check-options.js';
import type { ExportedParts, ExportOptions } from './export-options.js';
import { weightsOf } from './weights-of.js';

/** What a run of an agent that adapts by policy gradients is exported as. */
export async function policyParts(path: string, options: ExportOptions): Promise<ExportedParts> {
  rejectOptions(options, { ways: 'agents tell no classes apart.', testShift: 'agents see no images.', items: 'only what learned ratings has a catalogue.' });
  const opened = await openAgentRun(path);
  const { settings, schedule } = opened;
  const family = await familyOf(settings);
  const { agent } = await agentOn(settings, family);
  const { algorithm, episodes, discount, lambda } = agent as unknown as Partial<AdaptiveAgent>;
  if (agentNamed(settings.algorithm).adapts !== 'steps' || !algorithm || !episodes) throw new UsageError(`The run in ${path} is of ${settings.algorithm}, which does not adapt by gradient steps: only agents that do can be exported (maml-trpo, promp and their like).`);
  checkSteps(algorithm, settings.algorithm, options);
  // DiCE weighs a step by those before it in its episode.
  const together = settings.algorithmOptions.surrogate === 'dice' ? family.horizon : 1;
  const broken = options.rows?.find((rows) => rows % together !== 0);
  if (broken !== undefined) throw new UsageError(`--rows ${broken}: DiCE learns from whole episodes, and those of ${family.name} have ${together} steps. Give a multiple of ${together}.`);
  const distribution = distributionFor(family.actionSpace);
  const [observed, told] = [family.observationSpace.size, widthOf(family.actionSpace) + 1 + distribution.parameters];
  const weights = weightsOf(await readAgent(opened, agent));
  const x = placeholder([options.queries ?? episodes, observed], 'float32', 'Observations');
  return {
    learns: { kind: 'policy', environment: family.name, observations: observed, actions: { ...family.actionSpace }, horizon: family.horizon, episodes, discount: discount!, lambda: lambda! },
    weights: weights.named,
    programs: learnerPrograms({
      algorithm,
      theta: weights.stand,
      steps: options.steps ?? Array.from({ length: schedule.testSteps }, (_, i) => i + 1),
      rows: options.rows ?? [episodes * family.horizon],
      together,
      support: (rows, steps) => experience(rows, steps, observed, told),
      query: { inputs: { x }, x },
      answer: (parameters) => ({ parameters }),
    }),
  };
}

/** What is learned from in each step: x, y and mask of the first, x1, y1, mask1 of the second, ... */
function experience(rows: number, steps: number, observed: number, told: number): { inputs: Named; given: Given } {
  const rounds = Array.from({ length: Math.max(1, steps) }, (): Required<Examples> => ({
    x: placeholder([rows, observed], 'float32', 'Observations'),
    y: placeholder([rows, told], 'float32', 'Actions, advantages and what was likely'),
    mask: placeholder([rows], 'float32', 'Which rows count'),
  }));
  const [support, ...later] = rounds;
  return { inputs: Object.assign({}, ...rounds.map((round, i) => Object.fromEntries(Object.entries(round).map(([name, tensor]) => [i === 0 ? name : `${name}${i}`, tensor])))) as Named, given: { support, later } };
}
