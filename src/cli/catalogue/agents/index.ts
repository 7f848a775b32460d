import type { AgentEntry } from './agent-entry.js';
import { oracleEntry, pretrainedEntry, randomEntry } from './baselines.js';
import { anilTrpoEntry, caviaTrpoEntry, fomamlTrpoEntry, mamlTrpoEntry, metaSgdTrpoEntry } from './gradient.js';

/** Every way of learning to act of the command line, in the order of their lists. */
export const agentEntries: readonly AgentEntry[] = [
  mamlTrpoEntry,
  fomamlTrpoEntry,
  anilTrpoEntry,
  metaSgdTrpoEntry,
  caviaTrpoEntry,
  pretrainedEntry,
  oracleEntry,
  randomEntry,
];
