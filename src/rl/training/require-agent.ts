import { requireFunctions } from '../../training/require-functions.js';
import type { Agent } from '../agent.js';

/** @throws TypeError where an agent lacks one of its functions: something else was given, such as the algorithm that it is made of. */
export function requireAgent<Theta, Data>(agent: Agent<Theta, Data>): void {
  requireFunctions('agent', agent, ['init', 'actor', 'outputs', 'drift', 'objective'], 'an agent, such as adaptiveAgent({ environment, algorithm })');
}
