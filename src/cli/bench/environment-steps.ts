import { foldIn, key } from '../../random/index.js';
import { nav2d, type Environments } from '../../rl/index.js';
import { halfCheetahDirection } from '../../rl/environments/mujoco/index.js';
import { halfCheetah } from '../../rl/environments/mujoco/half-cheetah.js';
import { runners } from '../../rl/environments/mujoco/runners.js';
import { signedAt } from './inputs.js';
import type { Measurable } from './own-step.js';
import type { Workload } from './workloads.js';

const steps = 1000;
const checkedSteps = 10;
const points = 200;

/** 1000 steps of environments side by side, each of which begins anew at the end of its episode. Episodes of the cheetah have 1000 steps, those of nav2d 100. */
export async function environmentSteps({ name }: Workload): Promise<Measurable> {
  const isNav2d = name === 'nav2d-steps';
  const [rows, width, horizon] = isNav2d ? [points, 2, 100] : [1, 6, 1000];
  const environments = isNav2d ? await nav2d({ horizon }).make(goals()) : await halfCheetahDirection({ horizon, controlCost: 0.1 }).make([{ direction: 1 }]);
  const actions = actionsOf(rows, width);
  const keys = Array.from({ length: rows }, (_, row) => foldIn(key(0), row));
  const played = new Int32Array(rows);
  environments.reset(keys);
  return {
    formulation: `${rows} ${rows === 1 ? 'row' : 'rows'}`,
    async step() {
      for (let at = 0; at < steps / rows; at++) {
        const { terminated } = environments.step(actions[at]);
        const over: number[] = [];
        for (let row = 0; row < rows; row++) if (++played[row] === horizon || terminated[row] > 0) over.push(row);
        if (over.length === 0) continue;
        for (const row of over) played[row] = 0;
        environments.reset(over.map((row) => keys[row]), over);
      }
    },
    check: async () => checked(isNav2d ? await nav2d().make(goals()) : await resting(), actions),
  };
}

/** The cheetah without noise at the start. */
function resting(): Promise<Environments> {
  return runners({ name: 'half-cheetah', titleOf: () => '' }, { ...halfCheetah, begin: () => undefined }, [{}], (_, { velocity, effort }) => velocity - 0.1 * effort);
}

/** The mean reward of the first steps from rest, and the length of the observations after them. */
function checked(environments: Environments, actions: readonly Float32Array[]): { loss: number; gradientNorm: number } {
  environments.reset(Array.from({ length: environments.rows }, (_, row) => foldIn(key(0), row)));
  let [total, observed] = [0, new Float32Array(0)];
  for (const action of actions.slice(0, checkedSteps)) {
    const { observations, rewards, terminated } = environments.step(action);
    total += rewards.reduce((sum, reward) => sum + reward, 0) / environments.rows;
    const over = Array.from(terminated.keys()).filter((row) => terminated[row] > 0);
    observed = Float32Array.from(over.length > 0 ? environments.reset(over.map((row) => foldIn(key(0), row)), over) : observations);
  }
  return { loss: total / checkedSteps, gradientNorm: Math.hypot(...observed) };
}

function goals(): { x: number; y: number }[] {
  const part = (i: number): number => Math.fround(0.5 * signedAt(100, i));
  return Array.from({ length: points }, (_, row) => ({ x: part(2 * row), y: part(2 * row + 1) }));
}

/** The actions of 1000 steps in all, at least of those that are checked. */
function actionsOf(rows: number, width: number): Float32Array[] {
  const scale = width === 2 ? 0.1 : 1;
  const size = rows * width;
  return Array.from({ length: Math.max(steps / rows, checkedSteps) }, (_, at) => Float32Array.from({ length: size }, (_, i) => scale * signedAt(101, at * size + i)));
}
