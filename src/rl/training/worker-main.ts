import { serveDesk } from '../../training/serve-desk.js';
import { built } from '../../training/worker-setup.js';
import { workIdentityOf } from './agent-identity.js';
import type { AgentSetup, BuiltAgent } from './agent-workers.js';
import { chunkWork } from './chunk-work.js';
import type { Answer, Question } from './questions.js';

/** The program of a worker process that plays, and answers what outer rules ask. */
serveDesk<AgentSetup, Question, Answer>(async ({ setup, trains, job }) => {
  const { agent, outer } = await built<BuiltAgent>(setup, '{agent, outer}');
  const work = chunkWork({ agent, outer, ...job });
  return { identity: workIdentityOf(agent, trains ? outer : undefined), answer: work.answer };
});
