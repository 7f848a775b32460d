import type { HostOf } from '../../graph/index.js';
import type { MlpParams } from '../../nn/index.js';
import { key } from '../../random/index.js';
import { decodeParameters } from '../../training/checkpoint.js';
import { fetchKept } from '../parts/fetch-kept.js';
import { prepareRuntime } from '../parts/prepare-runtime.js';
import { modelUrl } from '../parts/site.js';
import { curvesOf } from './curves-program.js';
import { learner } from './learner.js';
import type { AdaptAnswer, AdaptRequest } from './messages.js';

const tell = (answer: AdaptAnswer) => postMessage(answer);
const untrained = learner.init(key(0));
const runtime = prepareRuntime((loaded, total) => tell({ type: 'loading', loaded, total }));
const weights = 'curves/weights.safetensors';
const shipped = fetchKept(modelUrl(weights)).then((bytes) => decodeParameters(bytes, untrained, weights));
// Whoever awaits them says what went wrong.
for (const started of [runtime, shipped]) started.catch(() => {});

let learned: Promise<HostOf<MlpParams>> = shipped;

addEventListener('message', async ({ data: request }: MessageEvent<AdaptRequest>) => {
  try {
    if (request.type === 'learner') {
      learned = request.bytes ? Promise.resolve(request.bytes).then((bytes) => decodeParameters(bytes, untrained, 'The model trained here')) : shipped;
      return;
    }
    const { points, rate } = request;
    await runtime;
    tell({ type: 'adapted', learned: await curvesOf(await learned, points, rate), untrained: await curvesOf(untrained, points, rate) });
  } catch (error) {
    tell({ type: 'failed', message: (error as Error).message });
  }
});
