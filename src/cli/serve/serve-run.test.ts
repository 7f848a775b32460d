import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { metalearn } from '../../testing/command-line.js';
import { post, send } from '../../testing/http.js';
import { adaptTo } from '../../training/index.js';
import { openLearner } from '../learner.js';
import { usualLimits } from './limits.js';
import { serveRun, type Serving } from './serve-run.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-serve-'));
const run = join(folder, 'run');
const limits = { ...usualLimits, examples: 12, rows: 20, body: 20_000, learners: 6, rate: Infinity };
let serving: Serving;
let url: string;

before(async () => {
  const { code, stderr } = await metalearn(['train', 'sinusoid', '--queries', '4', '--meta-batch', '3', '--iterations', '5', '--workers', '0', '--out', run]);
  assert.equal(code, 0, stderr);
  serving = await serveRun({ run, host: '127.0.0.1', port: 0, workers: 1, limits });
  url = serving.url;
});
after(async () => {
  await serving?.stop(1000);
  rmSync(folder, { recursive: true, force: true });
});

const support = { x: [[-2], [0], [2]], y: [1, 0, -1] };
const adapted = async (): Promise<string> => (await post(url, '/adapt', support)).body.learner as string;

/** What the library itself predicts. */
async function expected(x: readonly number[], at: readonly number[], y: readonly number[]): Promise<number[]> {
  const { algorithmFor, theta, schedule } = await openLearner(run);
  const rows = (values: readonly number[]) => ({ data: Float32Array.from(values), shape: [values.length, 1], dtype: 'float32' }) as const;
  const learned = await adaptTo({ algorithm: algorithmFor(0), theta, support: { x: rows(x), y: rows(y) }, steps: schedule.testSteps });
  return Array.from((await learned.predict(rows(at))).data);
}
function near(actual: readonly number[], wanted: readonly number[]): void {
  assert.equal(actual.length, wanted.length);
  actual.forEach((value, i) => assert.ok(Math.abs(value - wanted[i]) < 1e-4, `${value} at ${i}, expected ${wanted[i]}`));
}

describe('a served run', () => {
  it('says that it is ready, what it is, and what it counts', async () => {
    const { status, body } = await send(url, 'GET', '/health');
    assert.deepEqual([status, body.ready, body.run], [200, true, 'run']);
    const about = (await send(url, 'GET', '/run')).body;
    assert.deepEqual([about.task, about.input, about.answers], ['5-shot sinusoid', { kind: 'vector', shape: [1] }, { kind: 'values', outputs: 1 }]);
    assert.equal(about.limits.examples, 12);
    const metrics = await send(url, 'GET', '/metrics');
    assert.match(metrics.headers.get('content-type')!, /text\/plain/);
    assert.match(metrics.body, /metalearn_request_duration_seconds_count\{method="GET",route="\/health",status="200"\} \d+[^]*metalearn_learners_stored \d/);
  });

  it('predicts as the library does, for learners that are stored and for others', async () => {
    const wanted = await expected([-2, 0, 2], [1, 3], [1, 0, -1]);
    const once = await post(url, '/predict', { support, x: [[1], [3]] });
    assert.equal(once.status, 200, JSON.stringify(once.body));
    near(once.body.values, wanted);
    const made = await post(url, '/adapt', support);
    assert.deepEqual([made.status, made.body.examples, made.headers.get('location')], [201, 3, `/learners/${made.body.learner}`]);
    near((await post(url, '/predict', { learner: made.body.learner, x: [[1], [3]] })).body.values, wanted);
    await send(url, 'DELETE', `/learners/${made.body.learner}`);
  });

  it('adds examples to a learner, to the same whether they come one by one or together', async () => {
    const [one, other] = [await adapted(), await adapted()];
    for (const [x, y] of [[1, -0.5], [3, 0.2]]) assert.equal((await post(url, `/learners/${one}/examples`, { x: [[x]], y: [y] })).status, 200);
    const both = await post(url, `/learners/${other}/examples`, { x: [[1], [3]], y: [-0.5, 0.2] });
    assert.equal(both.body.examples, 5);
    const [a, b] = await Promise.all([one, other].map(async (learner) => (await post(url, '/predict', { learner, x: [[0.5], [2.5]] })).body.values));
    assert.deepEqual(a, b);
    assert.notDeepEqual(a, (await post(url, '/predict', { support, x: [[0.5], [2.5]] })).body.values);
    const told = await send(url, 'GET', `/learners/${one}`);
    assert.deepEqual([told.status, told.body.examples, told.body.learner], [200, 5, one]);
    for (const id of [one, other]) assert.equal((await send(url, 'DELETE', `/learners/${id}`)).status, 204);
    assert.equal((await send(url, 'GET', `/learners/${one}`)).status, 404);
    assert.equal((await post(url, '/predict', { learner: one, x: [[1]] })).status, 404);
  });

  it('answers many at a time as one by one', async () => {
    const supports = Array.from({ length: 24 }, (_, i) => ({ x: Array.from({ length: 1 + (i % 5) }, (_, j) => [j - i / 10]), y: Array.from({ length: 1 + (i % 5) }, (_, j) => Math.sin(i + j)) }));
    const asked = (each: (typeof supports)[number]) => post(url, '/predict', { support: each, x: [[0.3], [-1]] });
    const together = await Promise.all(supports.map(asked));
    for (const [i, each] of supports.entries()) assert.deepEqual((await asked(each)).body, together[i].body);
  });

  it('adds examples that come at the same moment one after the other, and loses none', async () => {
    const learner = await adapted();
    await Promise.all([1, 2, 3, 4].map((x) => post(url, `/learners/${learner}/examples`, { x: [[x]], y: [0] })));
    assert.equal((await send(url, 'GET', `/learners/${learner}`)).body.examples, 7);
    await send(url, 'DELETE', `/learners/${learner}`);
  });
});

describe('a request that cannot be answered', () => {
  const refusals: readonly (readonly [what: string, path: string, body: unknown, status: number, said: RegExp])[] = [
    ['no JSON', '/adapt', '{"x": [[1', 400, /The body is no JSON/],
    ['an empty body', '/adapt', '', 400, /The body is empty/],
    ['a list', '/adapt', [1], 400, /The body must be a JSON object/],
    ['null', '/adapt', 'null', 400, /The body must be a JSON object/],
    ['no examples', '/adapt', {}, 400, /The body has no examples: give \{ "x": /],
    ['x without y', '/adapt', { x: [[1]] }, 400, /The body has no y|y is refused/],
    ['a field that means nothing', '/adapt', { ...support, z: 1 }, 400, /has a field "z", which means nothing here/],
    ['a prototype', '/adapt', '{"x": [[1]], "y": [1], "__proto__": {"a": 1}}', 400, /no JSON/],
    ['rows of another shape', '/adapt', { x: [[1, 2]], y: [1] }, 400, /x\[0\] is refused: expected a list of 1, received one of 2/],
    ['rows that are numbers', '/adapt', { x: [1], y: [1] }, 400, /x\[0\] is refused: expected a list of 1, received a number/],
    ['a word in place of a number', '/adapt', { x: [[1], ['2']], y: [1, 2] }, 400, /x\[1\]\[0\] is refused: expected a number, received a string/],
    ['a number that is too large', '/adapt', '{"x": [[1e300]], "y": [1]}', 400, /x\[0\]\[0\] is refused: .*float32/],
    ['lists without end', '/adapt', `{"x": ${'['.repeat(4000)}${']'.repeat(4000)}, "y": [1]}`, 400, /x\[0\]\[0\] is refused: expected a number, received a list/],
    ['fewer answers than rows', '/adapt', { x: [[1], [2]], y: [1] }, 400, /y is refused: it has 1 entries, and x has 2 rows/],
    ['too many examples', '/adapt', { x: Array(13).fill([1]), y: Array(13).fill(1) }, 400, /x is refused: expected 1 to 12 rows, received 13/],
    ['a support set that is empty', '/adapt', { x: [], y: [] }, 400, /expected 1 to 12 rows, received 0/],
    ['nobody who predicts', '/predict', { x: [[1]] }, 400, /Say who predicts/],
    ['two who predict', '/predict', { learner: 'a', support, x: [[1]] }, 400, /Say who predicts/],
    ['nothing to predict', '/predict', { support }, 400, /The body has no inputs/],
    ['too many rows', '/predict', { support, x: Array(21).fill([1]) }, 400, /expected 1 to 20 rows, received 21/],
    ['a support set of the wrong kind', '/predict', { support: 'x', x: [[1]] }, 400, /support must be a JSON object/],
    ['a learner of no id', '/predict', { learner: '../../etc/passwd', x: [[1]] }, 404, /There is no learner "\.\.\/\.\./],
    ['a learner that is a number', '/predict', { learner: 5, x: [[1]] }, 404, /There is no learner a number/],
    ['a learner that is not there', '/predict', { learner: '00000000-0000-4000-8000-000000000000', x: [[1]] }, 404, /There is no learner 0{8}/],
    ['examples for a learner that is not there', '/learners/00000000-0000-4000-8000-000000000000/examples', support, 404, /There is no learner/],
    ['something to recommend', '/recommend', { ratings: [] }, 404, /learned sinusoid and has nothing to recommend/],
    ['a huge body', '/adapt', { x: [[1]], y: [1], z: 'x'.repeat(30_000) }, 413, /larger than 20000 bytes/],
    ['another route', '/nowhere', {}, 404, /There is no POST \/nowhere here/],
  ];
  for (const [what, path, body, status, said] of refusals) {
    it(`is told so in a sentence: ${what}`, async () => {
      const answer = await post(url, path, body);
      assert.deepEqual([answer.status, Object.keys(answer.body)], [status, ['error']], JSON.stringify(answer.body));
      assert.match(answer.body.error, said);
      assert.doesNotMatch(answer.body.error, /\n|\bat .*\.js/);
    });
  }

  it('is told so of another kind of body, as a page of another origin could send it', async () => {
    assert.equal((await post(url, '/adapt', JSON.stringify(support), { 'content-type': 'text/plain' })).status, 415);
  });

  it('is told that no more learners are stored', async () => {
    const made = await Promise.all(Array.from({ length: 9 }, () => post(url, '/adapt', support)));
    const refused = made.filter(({ status }) => status === 507);
    assert.equal(refused.length, 3);
    assert.match(refused[0].body.error, /stores 6 learners, and no more/);
    await Promise.all(made.flatMap(({ body }) => (body.learner ? [send(url, 'DELETE', `/learners/${body.learner}`)] : [])));
    assert.equal((await send(url, 'GET', '/health')).body.learners, 0);
  });

  it('of examples that make no finite numbers leaves the server as it was, and the learner that they were added to', async () => {
    const wild = { x: [[3e38], [-3e38]], y: [3e38, -3e38] };
    const learner = await adapted();
    const asked = async () => (await post(url, '/predict', { learner, x: [[0.5], [2.5]] })).body;
    const before = await asked();
    for (const [path, body] of [['/predict', { support: wild, x: [[1]] }], ['/adapt', wild], [`/learners/${learner}/examples`, wild]] as const) {
      const refused = await post(url, path, body);
      assert.deepEqual([refused.status, Object.keys(refused.body)], [409, ['error']], path);
      assert.match(refused.body.error, /no finite numbers/);
    }
    assert.equal((await send(url, 'GET', `/learners/${learner}`)).body.examples, 3);
    assert.deepEqual(await asked(), before);
    await send(url, 'DELETE', `/learners/${learner}`);
    assert.equal((await send(url, 'GET', '/health')).body.learners, 0);
    assert.equal((await post(url, '/predict', { support, x: [[1]] })).status, 200);
  });
});
