import type { Algorithm } from '../../algorithms/index.js';
import { compile } from '../../compile/index.js';
import { ndarray, reshape, unravelTensor, zeros, type HostOf, type NdArray, type Tensor } from '../../graph/index.js';
import { foldIn, key } from '../../random/index.js';
import type { Examples, HostExamples } from '../../tasks/index.js';
import { vmap } from '../../transform/index.js';
import type { Actor, DrawnTask } from '../agent.js';
import { checked, type EnvironmentFamily, type Environments } from '../environment/index.js';
import type { Distribution } from '../policies/index.js';
import { generalisedAdvantages, standardised } from '../rollouts/advantages.js';
import { examplesOf } from '../rollouts/examples.js';
import { joined } from '../rollouts/joined.js';
import { linearBaseline } from '../rollouts/linear-baseline.js';
import { episodeAt, returnsOf, taskReturns } from '../rollouts/returns.js';
import { rollOut, type Act } from '../rollouts/roll-out.js';
import type { Rollout } from '../rollouts/rollout.js';
import type { AdaptiveData } from './adaptive.js';
import { requirePolicy } from './require-policy.js';

interface Setting<Theta, Phi> {
  readonly environment: EnvironmentFamily;
  readonly algorithm: Algorithm<Theta, Phi>;
  readonly episodes: number;
  readonly discount: number;
  readonly lambda: number;
  readonly distribution: Distribution;
}

/** Plays the episodes of an agent that adapts by gradients: with theta, then with what each inner step made of it. */
export function adaptiveActor<Theta, Phi>({ environment: unwatched, algorithm, episodes, discount, lambda, distribution }: Setting<Theta, Phi>): Actor<AdaptiveData> {
  const environment = checked(unwatched);
  const like = algorithm.init(key(0));
  const { size } = environment.observationSpace;
  requirePolicy(algorithm, like, environment, distribution);
  const none: Examples = { x: zeros([1, size]), y: zeros([1, 1]) };
  const phiOf = (flat: Tensor, support: readonly Examples[]): Phi => {
    const [first = none, ...later] = support;
    return algorithm.adapt(unravelTensor<Theta>(flat, like), { support: first, later }, { steps: support.length });
  };
  // Before the first inner step all tasks have one policy: their observations are rows of one batch.
  const shared = compile((flat: Tensor, observations: Tensor) => {
    const said = algorithm.predict(phiOf(flat, []), reshape(observations, [-1, size]));
    return reshape(said, [...observations.shape.slice(0, 2), distribution.parameters]);
  });
  const adapt = compile((flat: Tensor, support: readonly Examples[]) => vmap((own: readonly Examples[]) => phiOf(flat, own))(support));
  const own = compile((phi: Phi, observations: Tensor) => vmap((each: Phi, rows: Tensor) => algorithm.predict(each, rows))(phi, observations));

  /** Rounds of episodes, `rounds` - 1 inner steps between them. The support sets are those of the inner steps. */
  async function play(theta: Float32Array, tasks: readonly DrawnTask[], rounds: number) {
    const flat = ndarray(theta);
    const environments: Environments = await environment.make(tasks.flatMap(({ task }) => new Array<typeof task>(episodes).fill(task)));
    const rollouts: Rollout[] = [];
    const support: HostExamples[] = [];
    try {
      for (let round = 0; round < rounds; round++) {
        if (round > 0) support.push(learnedFrom(rollouts[round - 1]));
        const act = round === 0 ? (observations: NdArray) => shared(flat, observations) : await actorOf(flat, support);
        const keys = tasks.map((each) => foldIn(each.key, 1 + round));
        rollouts.push(await rollOut({ family: environment, environments, distribution, act: act as Act, keys, episodes }));
      }
    } finally {
      environments.close?.();
    }
    return { rollouts, support };
  }

  async function actorOf(flat: NdArray, support: readonly HostExamples[]): Promise<Act> {
    const phi = await (adapt as unknown as (flat: NdArray, support: readonly HostExamples[]) => Promise<HostOf<Phi>>)(flat, support);
    return (observations) => (own as unknown as (phi: HostOf<Phi>, observations: NdArray) => Promise<NdArray>)(phi, observations);
  }

  function learnedFrom(rollout: Rollout): HostExamples {
    const advantages = generalisedAdvantages(rollout, linearBaseline(rollout, { discount }), { discount, lambda });
    return examplesOf(rollout, standardised(advantages, rollout.mask));
  }

  return {
    async collect(theta, tasks) {
      const { rollouts, support } = await play(theta, tasks, algorithm.innerSteps + 1);
      return { data: { support, query: learnedFrom(rollouts.at(-1)!) }, returns: rollouts.map(taskReturns) };
    },
    async adapt(theta, tasks, rounds) {
      const { rollouts } = await play(theta, tasks, rounds);
      const returns = rollouts.map(returnsOf);
      return tasks.map((_, task) => ({
        returns: returns.map((of) => of.subarray(task * episodes, (task + 1) * episodes)),
        episodes: rollouts.map((rollout) => episodeAt(rollout, task, 0)),
      }));
    },
    live(theta, row) {
      const flat = ndarray(theta);
      const support: HostExamples[] = [];
      let act: Act = (observations) => (shared as unknown as (flat: NdArray, observations: NdArray) => Promise<NdArray>)(flat, observations);
      let played: Rollout[] = [];
      return {
        async play(own) {
          const rollout = await rollOut({ family: environment, environments: row, distribution, act, keys: [own], episodes: 1 });
          played.push(rollout);
          return episodeAt(rollout, 0, 0);
        },
        async adapt() {
          if (played.length === 0) throw new RangeError(`There is nothing to adapt to: no episode was played since ${support.length === 0 ? 'the beginning' : 'the last step'}. Call play() before adapt(), as often as training played before a step (${episodes}).`);
          const after = [...support, learnedFrom(joined(played))];
          act = await actorOf(flat, after);
          support.push(after.at(-1)!);
          played = [];
        },
      };
    },
    async release() {
      await Promise.all([shared.release(), adapt.release(), own.release()]);
    },
  };
}
