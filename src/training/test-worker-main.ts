import { chunkCurves } from './chunk-curves.js';
import { serveDesk } from './serve-desk.js';
import type { Curves } from './test-report.js';
import type { TestAsk } from './test-session.js';
import { testIdentityOf } from './work-identity.js';
import type { Built } from './worker-protocol.js';
import { built, type WorkerSetup } from './worker-setup.js';

/** The program of a worker process that measures chunks of test tasks. */
serveDesk<WorkerSetup, TestAsk, Curves>(async (setup) => {
  const { family, algorithm } = await built<Built>(setup, '{family, algorithm}');
  const curves = chunkCurves({ family, algorithm });
  return { identity: await testIdentityOf({ family, algorithm }), answer: curves.of };
});
