import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { leavesOf, pathsOf, type NdArray, type Tree } from '../../graph/index.js';
import { key } from '../../random/index.js';
import { metaTrainAgent } from '../../rl/training/index.js';
import type { AnyAgent } from '../../rl/agent.js';
import { decodeParameters, decodeSafetensors, encodeSafetensors, replaceFile } from '../../training/index.js';
import type { BuiltAgent } from '../catalogue/index.js';
import { agentLine } from './agent-line.js';
import type { AgentExecutor } from '../../rl/training/index.js';

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
  const file = join(folder, `${name}.safetensors`);
  const kept = await readKept(file, agent, iterations);
  if (kept) return kept;
  const line = agentLine(`${name === 'oracle' ? 'training an oracle' : 'pretraining'} once, to compare (--no-baselines leaves it out)`);
  try {
    const { theta } = await metaTrainAgent({ agent, outer, iterations, metaBatchSize: metaBatch, seed, executor, signal, onEvent: line.onEvent });
    const trained = theta as Tree<NdArray>;
    const leaves = leavesOf<NdArray>(trained);
    const tensors = new Map(pathsOf(trained).map((path, i) => [`params.${path}`, leaves[i]]));
    await replaceFile(file, encodeSafetensors({ tensors, metadata: { iterations: String(iterations) } }));
    return trained;
  } finally {
    line.end();
  }
}

/** Those of another number of iterations are none. */
async function readKept(file: string, agent: AnyAgent, iterations: number): Promise<Tree<NdArray> | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined || decodeSafetensors(bytes).metadata.iterations !== String(iterations)) return undefined;
  return decodeParameters(bytes, agent.init(key(0)) as Tree<NdArray>, file);
}
