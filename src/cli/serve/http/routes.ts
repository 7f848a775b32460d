import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Learners } from '../learners.js';
import { shortened } from '../parse.js';
import { malformed, Refusal } from '../refusal.js';
import type { Body, Service } from '../service.js';

type Request = FastifyRequest<{ Params: { readonly id: string } }>;

/** The routes of learners and what is asked of them. */
export function learnerRoutes(app: FastifyInstance, { service, learners, task }: { readonly service: Service; readonly learners: Learners; readonly task: string }): void {
  app.post('/adapt', async (request, reply) => {
    const made = await learners.create(objectIn(request), goneWith(reply));
    return reply.code(201).header('location', `/learners/${made.learner}`).send(made);
  });

  app.get('/learners/:id', (request: Request) => learners.tell(learnerId(request.params.id)));

  app.post('/learners/:id/examples', (request: Request, reply) => learners.extend(learnerId(request.params.id), objectIn(request), goneWith(reply)));

  app.delete('/learners/:id', async (request: Request, reply) => {
    await learners.remove(learnerId(request.params.id));
    return reply.code(204).send();
  });

  app.post('/predict', (request, reply) => {
    const { learner, support, ...query } = objectIn(request);
    const asked = service.query(query);
    if ((learner === undefined) === (support === undefined)) throw malformed('Say who predicts: give the id of a learner as learner, or examples to adapt to as support, and not both.');
    if (learner !== undefined) return learners.ask('predict', learnerId(learner), asked, goneWith(reply));
    return learners.askOnce('predict', object(support, 'support'), asked, goneWith(reply));
  });

  app.post('/recommend', (request, reply) => {
    const { wish } = service;
    if (!wish) throw new Refusal(404, `This run learned ${task} and has nothing to recommend: /recommend is for runs that learned ratings. POST /predict answers here.`);
    const { learner, ...body } = objectIn(request);
    const { asked, support } = wish(body);
    if (learner === undefined) return learners.askOnce('recommend', support, asked, goneWith(reply));
    const [stray] = Object.keys(support);
    if (stray !== undefined) throw malformed(`The body has both learner and ${shortened(stray)}: a stored learner has its own, to which POST /learners/ID/examples adds. Give one of them.`);
    return learners.ask('recommend', learnerId(learner), asked, goneWith(reply));
  });
}

function objectIn({ body }: FastifyRequest): Body {
  return object(body, 'The body');
}

function object(value: unknown, what: string): Body {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Body;
  throw malformed(`${what} must be a JSON object.`);
}

function learnerId(value: unknown): string {
  if (typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) return value;
  const said = typeof value === 'string' ? JSON.stringify(shortened(value)) : `a ${typeof value}`;
  throw new Refusal(404, `There is no learner ${said}: ids are those that POST /adapt gave.`);
}

/** Aborts when the client has gone before it got its answer. */
function goneWith({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once('close', () => raw.writableEnded || controller.abort(new Refusal(503, 'The client is gone.')));
  return controller.signal;
}
