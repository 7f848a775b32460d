import type { Chunk, ExecutorNotice } from '../../training/index.js';
import type { Agent } from '../agent.js';
import type { OuterRule } from '../outer/outer.js';
import type { Answer, Question } from './questions.js';

/** What chunks of tasks are asked about. */
export interface AgentJob<Theta = unknown, Data = unknown> {
  readonly agent: Agent<Theta, Data>;
  /** Absent where nothing is trained. */
  readonly outer?: OuterRule;
  readonly seed: number;
  /** Tasks in one program call. */
  readonly tasksPerCall: number;
}

export interface AskRequest {
  readonly question: Question;
  readonly chunks: readonly Chunk[];
  /** Takes the answers, always in the order of the chunks. */
  readonly take: (answer: Answer, chunk: Chunk) => void;
  readonly signal?: AbortSignal;
}

/** An executor that is ready for one job. */
export interface AgentSession {
  readonly workers: number;
  /** Resolves when all answers were taken. One question at a time. */
  ask(request: AskRequest): Promise<void>;
  /** Frees programs, environments and processes. */
  close(): Promise<void>;
}

/** Where agents play and gradients are computed. Executors differ in speed only. */
export interface AgentExecutor {
  /** Processes beside this one; 0 is this process. */
  readonly workers: number;
  open<Theta, Data>(job: AgentJob<Theta, Data>, notice: (notice: ExecutorNotice) => void): Promise<AgentSession>;
}
