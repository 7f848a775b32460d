import { z } from 'zod';
import { nav2d, nav2dObstacles, nav2dSparse } from '../../../rl/environments/index.js';
import { environmentEntry } from './environment-entry.js';
import { horizon, points } from './usual.js';

const position = 'the position, 2 numbers';
const velocity = 'a velocity, 2 numbers within 0.1';

export const nav2dEntry = environmentEntry({
  name: 'nav2d',
  about: 'a point that goes to a goal it does not see, rewarded by minus the distance',
  source: 'Finn, Abbeel and Levine 2017, section 5.3, arXiv:1703.03400',
  observes: position,
  acts: velocity,
  algorithm: 'maml-trpo',
  usual: points,
  options: z.strictObject({ horizon: horizon(100) }),
  family: ({ options }) => nav2d(options),
});

export const nav2dSparseEntry = environmentEntry({
  name: 'nav2d-sparse',
  about: 'a point that searches a half circle for a goal, rewarded near it only',
  source: 'Rakelly, Zhou, Quillen, Finn and Levine 2019, section 6.3, arXiv:1903.08254',
  observes: position,
  acts: velocity,
  algorithm: 'maml-trpo',
  usual: { ...points, memory: { ...points.memory, episodes: 5 } },
  options: z.strictObject({
    distance: z.number().positive().max(100).default(1).describe("the goals' distance from the start"),
    within: z.number().positive().max(100).default(0.2).describe('rewards are given from this near to the goal'),
    horizon: horizon(20),
  }),
  family: ({ options }) => nav2dSparse(options),
});

export const nav2dObstaclesEntry = environmentEntry({
  name: 'nav2d-obstacles',
  about: 'nav2d among discs that move, of which each touch costs',
  source: 'after Finn, Abbeel and Levine 2017, section 5.3',
  observes: 'the position, and place and velocity of each disc, 2 + 4 numbers each',
  acts: velocity,
  algorithm: 'maml-trpo',
  usual: points,
  options: z.strictObject({
    obstacles: z.number().int().min(1).max(100).default(3).describe('how many discs there are'),
    radius: z.number().positive().max(0.2).default(0.1).describe('of a disc'),
    speed: z.number().min(0).max(0.1).default(0.03).describe('the way of a disc in a step'),
    cost: z.number().min(0).max(1000).default(1).describe('what a step that ends in a disc costs'),
    horizon: horizon(100),
  }),
  family: ({ options }) => nav2dObstacles(options),
});
