import type { AgentEntry } from './agent-entry.js';
import { oracleEntry, pretrainedEntry, randomEntry } from './baselines.js';
import { anilTrpoEntry, caviaTrpoEntry, fomamlTrpoEntry, mamlTrpoEntry, metaSgdTrpoEntry, prompEntry } from './gradient.js';
import { rl2Entry, varibadEntry } from './memory.js';

/** Every way of learning to act of the command line, in the order of their lists. */
export const agentEntries: readonly AgentEntry[] = [
  mamlTrpoEntry,
  fomamlTrpoEntry,
  anilTrpoEntry,
  metaSgdTrpoEntry,
  caviaTrpoEntry,
  prompEntry,
  rl2Entry,
  varibadEntry,
  pretrainedEntry,
  oracleEntry,
  randomEntry,
];
