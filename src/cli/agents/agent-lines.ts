import type { Run } from '../../training/index.js';
import { readMetrics } from '../run-folder.js';

/** A line of an agent's metrics.jsonl. */
export type AgentLine = Readonly<Record<string, number | undefined>> & { readonly iteration: number };

export async function readAgentLines(run: Run): Promise<AgentLine[]> {
  return (await readMetrics(run)) as unknown as AgentLine[];
}
