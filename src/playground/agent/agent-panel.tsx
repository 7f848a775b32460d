import { Handle } from '../parts/handle.js';
import { Loading } from '../parts/loading.js';
import { Notice } from '../parts/notice.js';
import { Plot, type Scales } from '../parts/plot.js';
import type { Goal, Round } from './playing.js';
import type { AgentState } from './use-agent.js';

export interface AgentPanelProps {
  readonly name: string;
  /** CSS class of its lines. */
  readonly kind: string;
  readonly agent: AgentState;
  readonly goal: Goal;
  /** Absent where the goal is only shown. */
  readonly onGoal?: (goal: Goal) => void;
  /** The round that is shown: steps that were done before it. */
  readonly shown: number;
  /** Steps of it that were played so far. */
  readonly time: number;
}

const edge = 0.65;
export const stepNames = ['Before adapting', 'After 1 step', 'After 2 steps', 'After 3 steps'];

/** What one agent did: the ways of its episodes, and the returns of all rounds. */
export function AgentPanel({ name, kind, agent: { loading, ready, rounds, failure }, goal, onGoal, shown, time }: AgentPanelProps) {
  const round = rounds[shown] as Round | undefined;
  return (
    <section class="card agent" aria-label={name}>
      <h2>{name}</h2>
      {failure && <Notice kind="error">{failure}</Notice>}
      {!ready && !failure && <Loading loading={loading} />}
      <Plot label={`${name}: ${stepNames[shown].toLowerCase()}`} x={[-edge, edge]} y={[-edge, edge]} ratio={1}>
        {(scales) => (
          <>
            {round?.trails.map((trail, episode) => (
              <path key={episode} class={`trail ${kind}`} d={pathOf(trail.slice(0, Math.floor(time) + 2), scales)} />
            ))}
            {round?.trails.map((trail, episode) => {
              const [x, y] = trail[Math.min(trail.length - 1, Math.floor(time) + 1)];
              return <circle key={episode} class={`walker ${kind}`} cx={scales.x(x)} cy={scales.y(y)} r={3.5} />;
            })}
            <path class="cross" d={`M${scales.x(0) - 5} ${scales.y(0)}h10M${scales.x(0)} ${scales.y(0) - 5}v10`} />
            {onGoal ? (
              <Handle scales={scales} x={goal.x} y={goal.y} label="Goal" step={0.05} onMove={(x, y) => onGoal({ x, y })}>
                <circle class="goal" r={9} />
              </Handle>
            ) : (
              <circle class="goal" cx={scales.x(goal.x)} cy={scales.y(goal.y)} r={9} />
            )}
          </>
        )}
      </Plot>
      <table class="returns">
        <caption class="small">Mean return: minus the distances to the goal, summed over an episode</caption>
        <tbody>
          {stepNames.map((step, i) => (
            <tr key={step} class={i === shown ? 'strong' : ''}>
              <th scope="row">{step}</th>
              <td>{rounds[i] ? rounds[i].mean.toFixed(1) : '…'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function pathOf(trail: readonly (readonly [number, number])[], { x, y }: Scales): string {
  return `M${trail.map(([atX, atY]) => `${x(atX).toFixed(1)} ${y(atY).toFixed(1)}`).join('L')}`;
}
