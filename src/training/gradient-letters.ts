import type { DeskReply, DeskRequest } from './desk-protocol.js';
import type { Letters, Script } from './line.js';
import type { GradientSetup, WorkAnswer, WorkAsk } from './worker-protocol.js';

type Request = DeskRequest<GradientSetup, WorkAsk>;
type Reply = DeskReply<WorkAnswer>;

/** A chunk whose gradient is asked for; theta comes with the first of an iteration. */
const requests: Script<Request> = {
  write(request) {
    if (request.type !== 'chunk') return undefined;
    const { chunk: { index, first, count }, ask } = request;
    if (!ask) return { words: [index, first, count], vectors: [] };
    return 'gradients' in ask ? { words: [index, first, count, ask.gradients.iteration], vectors: [ask.gradients.theta] } : undefined;
  },
  read({ words: [index, first, count, iteration], vectors: [theta] }) {
    return { type: 'chunk', chunk: { index, first, count }, ...(theta ? { ask: { gradients: { iteration, theta } } } : {}) };
  },
};

const replies: Script<Reply> = {
  write(reply) {
    return reply.type === 'answer' && 'gradient' in reply.answer ? { words: [], vectors: [reply.answer.gradient, reply.answer.losses] } : undefined;
  },
  read({ vectors: [gradient, losses] }) {
    return { type: 'answer', answer: { gradient, losses } };
  },
};

/** How gradients are asked for and given without serialisation. */
export const gradientLetters: Letters<Request, Reply> = { requests, replies };
