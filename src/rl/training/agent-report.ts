import type { Json, Score } from '../../training/index.js';
import { scoreOf } from '../../training/score.js';
import type { Adaptation, DrawnTask } from '../agent.js';
import type { EnvironmentFamily, Episode } from '../environment/index.js';
import { meanOf } from './asked-batch.js';

/** How an agent did on tasks that it was not trained on. */
export interface AgentTestReport {
  readonly environment: string;
  readonly agent: string;
  readonly metric: 'return';
  readonly better: 'higher';
  readonly tasks: number;
  readonly seed: number;
  /** Mean returns before adapting, after one step, ... (for an agent that remembers: of the first, second, ... episode), over tasks; `values` are those of each task. */
  readonly scores: readonly Score[];
  /** The same for each kind of task, where the environment has several. */
  readonly kinds?: Readonly<Record<string, readonly Score[]>>;
  /** The first tasks, with an episode of each round. */
  readonly recorded: readonly RecordedTask[];
}

export interface RecordedTask {
  readonly task: Json;
  /** In a few words. */
  readonly title?: string;
  readonly kind?: string;
  /** Its mean return, round by round. */
  readonly returns: readonly number[];
  /** One of each round. */
  readonly episodes: readonly Episode[];
}

/** @param recorded how many of the first tasks had their episodes recorded. */
export function agentReport(environment: EnvironmentFamily, drawn: readonly DrawnTask[], adaptations: readonly Adaptation[], recorded: number): Pick<AgentTestReport, 'scores' | 'kinds' | 'recorded'> {
  const curves = adaptations.map(({ returns }) => returns.map(meanOf));
  const kinds = environment.kindOf && drawn.map(({ task }) => environment.kindOf!(task));
  return {
    scores: scoresOf(curves),
    ...(kinds ? { kinds: Object.fromEntries([...new Set(kinds)].sort().map((kind) => [kind, scoresOf(curves.filter((_, i) => kinds[i] === kind))])) } : {}),
    recorded: drawn.slice(0, recorded).map(({ task }, i) => ({
      task,
      ...(environment.titleOf ? { title: environment.titleOf(task) } : {}),
      ...(kinds ? { kind: kinds[i] } : {}),
      returns: curves[i],
      episodes: adaptations[i].episodes,
    })),
  };
}

/** Of each task its curve over rounds: over the tasks, a score for each round. */
function scoresOf(curves: readonly (readonly number[])[]): Score[] {
  return curves[0].map((_, round) => scoreOf(curves.map((curve) => curve[round])));
}
