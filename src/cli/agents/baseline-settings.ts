import { trustRegion } from '../catalogue/agents/options.js';
import { agentNamed, environmentFacts, environmentNamed } from '../catalogue/index.js';
import type { AgentSettings } from './settings.js';

/** Settings of a run for one of its baselines: the options that both have are those of the run, where they mean the same. */
export function baselineSettings(settings: AgentSettings, algorithm: 'pretrained' | 'oracle'): AgentSettings {
  const schema = agentNamed(algorithm).options(environmentFacts(environmentNamed(settings.environment)));
  const own = Object.fromEntries(Object.entries(settings.algorithmOptions).filter(([name]) => name in schema.shape && meansTheSame(name, settings)));
  return { ...settings, algorithm, algorithmOptions: schema.parse(own) as AgentSettings['algorithmOptions'] };
}

function meansTheSame(name: string, { algorithm, algorithmOptions }: AgentSettings): boolean {
  // What remembers counts episodes of a trial, and has widths of its own.
  if (agentNamed(algorithm).adapts === 'memory') return name === 'discount';
  // Steps of a context are ten times as long as those of weights.
  if (name === 'innerLearningRate' && 'contextSize' in algorithmOptions) return false;
  // The divergence at which clipped steps end is not that of a step within a trust region.
  const region = Object.keys(trustRegion);
  return !region.includes(name) || region.every((each) => each in algorithmOptions);
}
