import { useEffect, useState } from 'preact/hooks';
import { Choice } from '../parts/choice.js';
import { loadShipped } from '../parts/load-model.js';
import { loadUntrained } from '../parts/load-untrained.js';
import { Slider } from '../parts/slider.js';
import { AgentPanel, stepNames } from './agent-panel.js';
import type { Goal } from './playing.js';
import { useAgent } from './use-agent.js';
import { useTime } from './use-time.js';

const horizon = 100;
const model = 'agent';

/** Two agents that look for the same goal: one has learned to learn from rewards, one has not. */
export function AgentPage() {
  const [goal, setGoal] = useState<Goal>({ x: 0.35, y: 0.3 });
  const [episodes, setEpisodes] = useState(20);
  const [attempt, setAttempt] = useState(0);
  const [speed, setSpeed] = useState(40);
  const [shown, setShown] = useState(0);
  const wish = { goal, episodes, attempt };
  const learned = useAgent((onProgress) => loadShipped(model, { onProgress }), wish);
  const fresh = useAgent((onProgress) => loadUntrained(model, onProgress), wish);
  const time = useTime(learned.rounds[shown], speed, horizon);
  const played = learned.rounds.length;

  // One round after the other, until the visitor chooses one.
  const [following, setFollowing] = useState(true);
  useEffect(() => setFollowing(true), [goal, episodes, attempt]);
  useEffect(() => {
    if (following && played === 0) setShown(0);
  }, [played, following]);
  useEffect(() => {
    if (following && shown < 3 && shown < played - 1 && time >= horizon) setShown(shown + 1);
  }, [following, time, shown, played]);

  const again = () => setAttempt(attempt + 1);
  return (
    <>
      <div class="row">
        <Slider label="Episodes of each round" value={episodes} min={5} max={20} onInput={setEpisodes} />
        <Slider label="Steps a second" value={speed} min={10} max={200} step={10} onInput={setSpeed} />
      </div>
      <div class="row">
        <Choice
          label="What is shown"
          value={String(shown)}
          options={stepNames.map((label, i) => ({ value: String(i), label, disabled: i > 0 && i >= played }))}
          onChange={(value) => {
            setFollowing(false);
            setShown(Number(value));
          }}
        />
        <button type="button" onClick={again}>
          Again from the start
        </button>
      </div>
      <div class="pair">
        <AgentPanel name="Meta-trained" kind="" agent={learned} goal={goal} onGoal={setGoal} shown={shown} time={time} />
        <AgentPanel name="Without meta-training" kind="other" agent={fresh} goal={goal} shown={shown} time={time} />
      </div>
      <p class="small">
        Every line is an episode, from the cross in the middle. The ring is the goal: drag it, or move it with the arrow keys. The agents are told where they are, and how far from the goal, never where it is. After each round they take one gradient step on what they earned. The meta-trained one was
        trained on other goals, so that one step says much.
      </p>
    </>
  );
}
