export { bernoulliBandit, gaussianBandit, type BanditOptions, type BernoulliArms, type GaussianArms } from './bandits.js';
export { tabularMdp, type TabularOptions, type Tables } from './tabular.js';
