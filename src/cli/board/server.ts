import { join, relative } from 'node:path';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { renderPage } from '../report/index.js';
import { element } from '../report/markup.js';
import { liveScript } from './live.js';
import { runReader } from './read-runs.js';
import { comparisonOf, detailsOf, listOf } from './views.js';

const style = `
/* What has the focus is not to stand below the button, which stays in sight however many runs there are. */
html { scroll-padding-bottom: 6rem; }
#live .choice { position: sticky; bottom: 0; max-width: none; margin: 0; padding: .7rem 0; background: var(--page); border-top: 1px solid var(--rule); }
#live form button, #wanted input { font: inherit; padding: 0.5rem 1rem; min-height: 44px; }
#live input { width: 20px; height: 20px; }
#wanted input { display: block; width: min(100%, 24rem); padding: 0.5rem; }
form :is(th, td):nth-child(2) { text-align: left; }
nav { margin-bottom: 1rem; }
`;

/** Narrows the list down. Only a script can, which shows it. */
const wanted = element('p', { id: 'wanted', hidden: '' }, element('label', {}, 'Show runs, tasks and algorithms with ', element('input', { type: 'search', autocomplete: 'off' })));

type Query = { readonly name?: string | readonly string[]; readonly part?: string };

/** A server of the runs in a folder, for this machine only; it does not listen yet. It reads, and writes nothing. */
export function boardServer(folder: string): FastifyInstance {
  // The names of hundreds of runs to compare stand in one address.
  const app = fastify({ http: { maxHeaderSize: 1_000_000 } });
  const runs = runReader(folder);
  // A page of another site may point a name of its own at this machine: only names of loopback are answered.
  app.addHook('onRequest', async ({ headers, hostname }, reply) => {
    if (!['127.0.0.1', 'localhost', '[::1]', '::1'].includes(hostname)) return reply.code(403).type('text/plain').send(`The board is for this machine, not for ${headers.host}.`);
  });
  app.get('/', async ({ query }, reply) => {
    return answer(reply, query as Query, { title: 'Runs', lead: `The runs in ${folder}.`, body: listOf(await runs.list(), folder), above: wanted });
  });
  app.get('/run', async ({ query }, reply) => {
    const [run] = await runs.details(namesOf(query as Query));
    if (!run) return missing(reply, query as Query);
    return answer(reply, query as Query, { title: run.name, lead: `${run.task}, ${run.algorithm}.`, body: detailsOf(run, relative('', join(folder, run.name)) || '.') });
  });
  app.get('/compare', async ({ query }, reply) => {
    if ((query as Query).name === undefined) return answer(reply, query as Query, { title: 'Comparison', lead: 'No run is chosen.', body: element('p', {}, 'Tick some in the list of all runs, and press "Compare the chosen" below it.') });
    const chosen = await runs.details(namesOf(query as Query));
    if (chosen.length === 0) return missing(reply, query as Query);
    return answer(reply, query as Query, { title: 'Comparison', lead: `${chosen.length} run${chosen.length === 1 ? '' : 's'} side by side.`, body: comparisonOf(chosen) });
  });
  // Browsers ask for it unasked.
  app.get('/favicon.ico', async (_, reply) => reply.code(204).send());
  app.setNotFoundHandler((_, reply) => missing(reply, {}));
  return app;
}

function namesOf({ name = [] }: Query): readonly string[] {
  return typeof name === 'string' ? [name] : name;
}

interface Shown {
  readonly title: string;
  readonly lead: string;
  readonly body: string;
  /** What stands above it, and does not change. */
  readonly above?: string;
  /** What keeps the page up to date; absent where there is nothing to wait for. */
  readonly script?: string;
}

function answer(reply: FastifyReply, { part }: Query, { title, lead, body, above = '', script = liveScript }: Shown): FastifyReply {
  void reply.header('cache-control', 'no-store').type('text/html; charset=utf-8');
  if (part === 'live') return reply.send(body);
  const markup = [element('nav', { 'aria-label': 'Board' }, element('a', { href: '/' }, 'All runs')), element('p', { id: 'state', role: 'status' }), above, element('div', { id: 'live' }, body), `<script>${script}</script>`];
  return reply.send(renderPage({ title, lead, sections: [{ heading: 'Now', body: markup }], style }));
}

function missing(reply: FastifyReply, query: Query): FastifyReply {
  void reply.code(404);
  return answer(reply, query, { title: 'Not there', lead: 'There is no such page or run: it may have been deleted.', body: '', script: '' });
}
