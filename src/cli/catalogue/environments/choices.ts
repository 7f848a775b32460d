import { z } from 'zod';
import { bernoulliBandit, gaussianBandit, tabularMdp } from '../../../rl/environments/index.js';
import { environmentEntry } from './environment-entry.js';
import { horizon, trials } from './usual.js';

const arms = z.number().int().min(1).max(1000).default(5).describe('how many arms there are');
const pulls = z.number().int().min(1).max(100_000).default(100).describe('pulls of an episode');

export const banditEntry = environmentEntry({
  name: 'bandit',
  about: 'arms that give 1 with a probability of their own, to be found out by pulling',
  source: 'Duan et al. 2016, RL squared, section 3.2.1, arXiv:1611.02779',
  observes: 'nothing',
  acts: 'one of the arms',
  algorithm: 'rl2',
  usual: trials,
  options: z.strictObject({ arms, pulls }),
  family: ({ options }) => bernoulliBandit(options),
});

export const gaussianBanditEntry = environmentEntry({
  name: 'gaussian-bandit',
  about: 'arms that give normal numbers with a mean of their own',
  source: 'after Duan et al. 2016, section 3.2.1',
  observes: 'nothing',
  acts: 'one of the arms',
  algorithm: 'rl2',
  usual: trials,
  options: z.strictObject({ arms, pulls, deviation: z.number().positive().max(1000).default(1).describe('the standard deviation of what an arm gives') }),
  family: ({ options }) => gaussianBandit(options),
});

export const mdpEntry = environmentEntry({
  name: 'mdp',
  about: 'random Markov decision processes in tables, to be found out in some episodes',
  source: 'Duan et al. 2016, RL squared, section 3.2.2, arXiv:1611.02779',
  observes: 'the state, a one among zeros',
  acts: 'one of the actions',
  algorithm: 'rl2',
  usual: { ...trials, memory: { metaBatch: 120, iterations: 600, episodes: 10, units: 64, lambda: 0.6, entropyWeight: 0.03 }, discount: 0.95 },
  options: z.strictObject({
    states: z.number().int().min(1).max(1000).default(10).describe('how many states there are'),
    actions: z.number().int().min(1).max(1000).default(5).describe('how many actions there are'),
    horizon: horizon(10),
  }),
  family: ({ options }) => tabularMdp(options),
});
