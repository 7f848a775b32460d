import { chunkCurves } from './chunk-curves.js';
import { chunkGradients } from './chunk-gradients.js';
import { gradientLetters } from './gradient-letters.js';
import { serveDesk } from './serve-desk.js';
import { gradientIdentityOf } from './work-identity.js';
import type { Built, GradientSetup, WorkAnswer, WorkAsk } from './worker-protocol.js';
import { built } from './worker-setup.js';

/** The program of a worker process that computes gradients of chunks, and measures validation tasks between them. */
serveDesk<GradientSetup, WorkAsk, WorkAnswer>(async ({ setup, job }) => {
  const { family, algorithm } = await built<Built>(setup, '{family, algorithm}');
  const gradients = chunkGradients({ family, algorithm, ...job });
  const curves = chunkCurves({ family, algorithm });
  return {
    identity: await gradientIdentityOf({ family, algorithm }),
    answer: (ask, chunk) => ('curves' in ask ? curves.of(ask.curves, chunk) : gradients.of(ask.gradients.iteration, ask.gradients.theta, chunk)),
  };
}, gradientLetters);
