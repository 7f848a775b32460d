import { z } from 'zod';
import { environmentEntry } from './environment-entry.js';
import { horizon, locomotion } from './usual.js';

const finn = 'Finn, Abbeel and Levine 2017, section 5.3, arXiv:1703.03400, on MuJoCo';
const seenOfCheetah = 'height, pitch, six joints and the nine velocities, 17 numbers';
const torques = (joints: number): string => `torques within 1 for ${joints} joints`;

const cost = (what: string, usual: number) => z.number().min(0).max(1000).default(usual).describe(`what ${what} costs a step`);

// MuJoCo is loaded only where it is played: it is large.

export const halfCheetahDirectionEntry = environmentEntry({
  name: 'half-cheetah-direction',
  about: 'a half-cheetah that has to run forward or backward, which it is not told',
  source: finn,
  observes: seenOfCheetah,
  acts: torques(6),
  algorithm: 'maml-trpo',
  usual: locomotion,
  options: z.strictObject({ horizon: horizon(200), controlCost: cost('the sum of the squared actions', 0.05) }),
  family: async ({ options }) => (await import('../../../rl/environments/mujoco/index.js')).halfCheetahDirection(options),
});

export const halfCheetahVelocityEntry = environmentEntry({
  name: 'half-cheetah-velocity',
  about: 'a half-cheetah that has to run at a certain velocity, which it is not told',
  source: finn,
  observes: seenOfCheetah,
  acts: torques(6),
  algorithm: 'maml-trpo',
  usual: locomotion,
  options: z.strictObject({
    low: z.number().default(0).describe('the least velocity, metres per second'),
    high: z.number().default(2).describe('the largest velocity'),
    horizon: horizon(200),
    controlCost: cost('the sum of the squared actions', 0.05),
  }),
  family: async ({ options }) => (await import('../../../rl/environments/mujoco/index.js')).halfCheetahVelocity(options),
});

export const antDirectionEntry = environmentEntry({
  name: 'ant-direction',
  about: 'an ant that has to run forward or backward, which it is not told',
  source: finn,
  observes: 'height, orientation, eight joints and the fourteen velocities, 27 numbers',
  acts: torques(8),
  algorithm: 'maml-trpo',
  usual: locomotion,
  options: z.strictObject({
    horizon: horizon(200),
    controlCost: cost('the sum of the squared actions', 0.005),
    contactCost: cost('the sum of the squared contact forces', 0.0005),
    survivalReward: z.number().min(0).max(1000).default(0.05).describe('the reward of each step that it does not fall'),
  }),
  family: async ({ options }) => (await import('../../../rl/environments/mujoco/index.js')).antDirection(options),
});
