import { adam, cosine } from '../../optim/index.js';
import { sinusoid } from '../../regression/sinusoid.js';
import { metaTrain } from '../../training/meta-train.js';
import type { Run } from '../../training/run.js';
import { prepareRuntime } from '../parts/prepare-runtime.js';
import { algorithm } from './learner.js';
import type { TrainAnswer, TrainRequest } from './messages.js';

const tell = (answer: TrainAnswer) => postMessage(answer);
const iterations = 5000;

/** A run that is kept nowhere: its checkpoints go to the page. */
const run: Run = {
  path: 'this page',
  config: {},
  record: async () => {},
  read: async () => undefined,
  write: async (weights, bytes) => void (weights === 'checkpoint' && tell({ type: 'weights', bytes })),
  append: async () => {},
  rewind: async () => 0,
};

addEventListener('message', async ({ data: { seed } }: MessageEvent<TrainRequest>) => {
  try {
    // Training takes the sum of its settings, which browsers refuse to such pages.
    if (!isSecureContext) throw new Error('This page came over plain http, where browsers leave out what training needs. Open it by https.');
    await prepareRuntime((loaded, total) => tell({ type: 'loading', loaded, total }));
    await metaTrain({
      family: sinusoid({ shots: 10, queries: 10 }),
      algorithm,
      // Larger steps than in the paper, for far fewer of them.
      optimizer: adam(cosine(0.004, iterations, { warmup: 50 })),
      iterations,
      metaBatchSize: 25,
      seed,
      run,
      checkpointEvery: { seconds: 0.25 },
      validation: { every: 500, episodes: 200, family: sinusoid({ shots: 5, queries: 50 }) },
      onEvent: (event) => tell({ type: 'event', event }),
    });
  } catch (error) {
    tell({ type: 'failed', message: (error as Error).message });
  }
});
