import { chunkGradients } from './chunk-gradients.js';
import type { ChunkResult } from './executor.js';
import { serveDesk } from './serve-desk.js';
import { gradientIdentityOf } from './work-identity.js';
import type { Built, GradientAsk, GradientSetup } from './worker-protocol.js';
import { built } from './worker-setup.js';

/** The program of a worker process that computes gradients of chunks. */
serveDesk<GradientSetup, GradientAsk, ChunkResult>(async ({ setup, job }) => {
  const { family, algorithm } = await built<Built>(setup, '{family, algorithm}');
  const gradients = chunkGradients({ family, algorithm, ...job });
  return { identity: gradientIdentityOf({ family, algorithm }), answer: ({ iteration, theta }, chunk) => gradients.of(iteration, theta, chunk) };
});
