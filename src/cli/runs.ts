/** Run folders of `metalearn train`, opened from a program: the module `metalearn/runs`. */
export { openRecommender } from './ratings/open-recommender.js';
