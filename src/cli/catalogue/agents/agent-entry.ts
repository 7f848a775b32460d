import type { z } from 'zod';
import type { Agent, AnyAgent } from '../../../rl/agent.js';
import type { EnvironmentFamily } from '../../../rl/environment/index.js';
import type { OuterRule } from '../../../rl/outer/index.js';
import type { EnvironmentFacts } from '../environments/environment-entry.js';

/** An agent and how it is meta-trained. */
export interface BuiltAgent {
  readonly agent: AnyAgent;
  readonly outer: OuterRule;
}

/** What the command line knows of a way of learning to act. */
export interface AgentEntry<Options extends z.ZodObject = z.ZodObject> {
  /** As it is written on the command line, in kebab case. */
  readonly name: string;
  /** What it does, in one line. */
  readonly about: string;
  /** Authors, year, title or arXiv number. */
  readonly source: string;
  /** What happens on a new task: policy-gradient steps, memory of what was seen, or nothing. */
  readonly adapts: 'steps' | 'memory' | 'not';
  /** Whether it is there to be compared with, not a way of meta-learning. */
  readonly baseline?: boolean;
  /** Its own options, each with a default and a description. */
  options(environment: EnvironmentFacts): Options;
  /** What differs from the environment's usual budget. */
  schedule?(environment: EnvironmentFacts, options: z.output<Options>): Partial<AgentSchedule>;
  build(options: z.output<Options>, family: EnvironmentFamily): BuiltAgent;
}

/** How long, how broadly, and how it is tested. */
export interface AgentSchedule {
  /** Tasks of one iteration. */
  readonly metaBatch: number;
  readonly iterations: number;
  /** Steps of adaptation at test; of agents that remember, episodes after the first. */
  readonly testSteps: number;
}

/** An entry whose options' types are forgotten, as entries of all kinds stand in one list. */
export function agentEntry<Options extends z.ZodObject>(entry: AgentEntry<Options>): AgentEntry {
  return entry as unknown as AgentEntry;
}

/** Forgets the structure of an agent's parameters. */
export function anyAgent<Theta, Data>(agent: Agent<Theta, Data>): AnyAgent {
  return agent as unknown as AnyAgent;
}
