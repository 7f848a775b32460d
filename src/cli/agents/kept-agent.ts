import type { NdArray, Tree } from '../../graph/index.js';
import { key } from '../../random/index.js';
import { metaTrainAgent, type AgentExecutor } from '../../rl/training/index.js';
import type { BuiltAgent } from '../catalogue/index.js';
import { keepTheta, readWhereKept } from '../kept-pretraining.js';
import { agentLine } from './agent-line.js';

export interface KeptOptions {
  readonly folder: string;
  /** `pretrained` or `oracle`: the file is called so. */
  readonly name: string;
  readonly iterations: number;
  readonly metaBatch: number;
  readonly seed: number;
  readonly executor?: AgentExecutor;
  readonly signal?: AbortSignal;
}

/** What a baseline learned, trained when first asked for and kept in the folder of the run for the next test. */
export async function keptAgent({ agent, outer }: BuiltAgent, options: KeptOptions): Promise<Tree<NdArray>> {
  const { folder, name, iterations, metaBatch, seed, executor, signal } = options;
  const kept = await readWhereKept(folder, agent.init(key(0)) as Tree<NdArray>, { name, iterations });
  if (kept) return kept;
  const line = agentLine(`${name === 'oracle' ? 'training an oracle' : 'pretraining'} once, to compare (--no-baselines leaves it out)`);
  try {
    const { theta } = await metaTrainAgent({ agent, outer, iterations, metaBatchSize: metaBatch, seed, executor, signal, onEvent: line.onEvent });
    const trained = theta as Tree<NdArray>;
    await keepTheta(folder, trained, { name, iterations });
    return trained;
  } finally {
    line.end();
  }
}
