import { availableParallelism } from 'node:os';
import { agentWorkers, inThisProcess, type AgentExecutor } from '../../rl/training/index.js';
import type { AgentSettings } from './settings.js';

/** Where agents of settings play: by default in a process for each core, at most 8. */
export function agentExecutor(settings: AgentSettings, workers = usualWorkers()): AgentExecutor {
  return workers === 0 ? inThisProcess() : agentWorkers({ workers, module: new URL('./setup.js', import.meta.url).href, options: settings });
}

function usualWorkers(): number {
  const cores = availableParallelism();
  return cores === 1 ? 0 : Math.min(cores, 8);
}
