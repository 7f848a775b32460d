import { render } from 'preact';
import type { Model } from '../../web/index.js';
import { DrawPage } from './draw-page.js';
import { loadLearner, type LearnerName } from './learners.js';
import { adaptTo, probabilitiesOf } from './recognise.js';

render(<DrawPage />, document.getElementById('app')!);

const models = new Map<LearnerName, Promise<Model>>();

/** For tests, and who is curious: the page's way from ink to probabilities, of images (105, 105) with ink = 1. Gives those of each query. */
async function classify(learner: LearnerName, support: readonly number[][], labels: readonly number[], queries: readonly number[][]): Promise<number[][]> {
  if (!models.has(learner)) models.set(learner, loadLearner(learner));
  const adapted = await adaptTo((await models.get(learner))!, support.map((ink, i) => ({ ink: Float32Array.from(ink), label: labels[i] })));
  return Promise.all(queries.map((ink) => probabilitiesOf(adapted, Float32Array.from(ink), Math.max(...labels) + 1)));
}
Object.assign(globalThis, { playground: { classify } });
