import { availableParallelism } from 'node:os';
import { agentWorkers, inThisProcess, type AgentExecutor } from '../../rl/training/index.js';
import { usualChunks } from '../../rl/training/meta-train-agent.js';
import type { AgentSettings } from './settings.js';

/**
 * Where agents of settings play: by default in a process for each core, at most 8, and no more than can share the work.
 * @param chunks that there are to share. Default: as many as training has.
 */
export function agentExecutor(settings: AgentSettings, workers?: number, chunks = usualChunks): AgentExecutor {
  const processes = workers ?? usualWorkers(chunks);
  return processes === 0 ? inThisProcess() : agentWorkers({ workers: processes, module: new URL('./setup.js', import.meta.url).href, options: settings });
}

function usualWorkers(chunks: number): number {
  const useful = Math.min(availableParallelism(), 8, chunks);
  return useful === 1 ? 0 : useful;
}
