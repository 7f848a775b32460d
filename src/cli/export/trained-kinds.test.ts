import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parseCard } from '../../artifact/index.js';
import { compile } from '../../compile/index.js';
import { mapTree, ndarray, tensor, type NdArray, type Tensor } from '../../graph/index.js';
import type { AdaptiveAgent } from '../../rl/agents/index.js';
import { answeredNatively } from '../../testing/native-artifact.js';
import { openAgentRun, readAgent } from '../agents/open-run.js';
import { agentOn, familyOf } from '../agents/setup.js';
import { trainAgentRun } from '../agents/train-agent-run.js';
import { outputFor } from '../output.js';
import { openRecommender } from '../ratings/open-recommender.js';
import { trainRun } from '../train-run.js';
import { exportRun } from './export-run.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-kinds-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const silent = outputFor(true);
const { signal } = new AbortController();
const quiet = { ...silent, json: () => {}, warn: () => {} };
const near = (found: ArrayLike<number>, expected: ArrayLike<number>): void =>
  Array.from(expected).forEach((value, i) => assert.ok(Math.abs(found[i] - value) < 1e-3 * Math.max(1, Math.abs(value)), `${Array.from(found).slice(0, 8)} for ${Array.from(expected).slice(0, 8)}`));

test('a recommender is exported as programs that score a catalogue as the library does, and say which rating would tell most', async () => {
  const run = join(folder, 'raters');
  await trainRun('raters', { out: run, iterations: 3, workers: 0, metaBatch: 4, seed: 0 }, quiet, signal);
  await assert.rejects(exportRun(run, { out: join(folder, 'none'), steps: [2] }), /--steps 2: alpaca adapts in one go/);
  const out = join(folder, 'raters-model');
  await exportRun(run, { out, items: 20 });
  const { items, scale } = JSON.parse(readFileSync(join(out, 'catalogue.json'), 'utf8')) as { items: { name: string; ratings: number }[]; scale: { low: number; high: number } };
  assert.equal(items.length, 20);
  assert.ok(items.every(({ ratings }, i) => i === 0 || ratings <= items[i - 1].ratings), 'the most rated first');
  const given = [0, 3, 11].map((item, i) => ({ item, rating: [scale.high, scale.low, scale.high][i] }));
  const { scores, information } = await answeredNatively(out, { items: given.map(({ item }) => item), y: given.map(({ rating }) => rating) }, {});
  const recommender = await openRecommender(run);
  const user = await recommender.user({ ratings: given.map(({ item, rating }) => ({ item: items[item].name, rating })) });
  near(scores, await user.rate(items.map(({ name }) => name)));
  await recommender.release();
  assert.equal(information.length, 20);
  const before = (await answeredNatively(out, { items: [], y: [] }, {})).information;
  assert.ok(given.every(({ item }) => information[item] < before[item]), 'of what was rated there is less to learn');
});

test('an agent is exported as programs that adapt to experience as the library does, for each number of steps', async () => {
  const run = join(folder, 'nav2d');
  await trainAgentRun('nav2d', { out: run, iterations: 1, workers: 0, metaBatch: 2, seed: 0, options: [{ name: 'episodes', value: '2' }] } as never, quiet, signal);
  await assert.rejects(exportRun(run, { out: join(folder, 'none'), steps: [0, 2] }), /--steps 0,2: after 0 steps maml-trpo/);
  const out = join(folder, 'nav2d-model');
  await exportRun(run, { out, rows: [12], queries: 2 });
  const card = parseCard(readFileSync(join(out, 'artifact.json'), 'utf8'));
  assert.deepEqual(card.programs.map(({ steps }) => steps), [1, 2, 3]);

  const opened = await openAgentRun(run);
  const { agent } = await agentOn(opened.settings, await familyOf(opened.settings));
  const { algorithm } = agent as unknown as AdaptiveAgent;
  const theta = await readAgent(opened, agent);
  const wave = (count: number, speed: number, size: number): number[] => Array.from({ length: count }, (_, i) => size * Math.sin(speed * i + 1));
  // Two numbers of an action, the advantage, and the means and logarithms of deviations of what acted.
  const round = (speed: number) => ({ x: wave(20, speed, 0.3), y: Array.from({ length: 10 }, (_, i) => [...wave(2, speed + i, 0.1), Math.cos(3 * i), 0, 0, -3, -3]).flat() });
  const [first, second] = [round(1.3), round(2.1)];
  const query = wave(4, 0.7, 0.4);
  const adapted = compile((x: Tensor) => {
    const rows = ({ x, y }: typeof first) => ({ x: tensor(ndarray(x, [10, 2])), y: tensor(ndarray(y, [10, 7])), mask: tensor(ndarray(new Float32Array(10).fill(1))) });
    const own = mapTree((leaf: NdArray) => tensor(leaf), theta as never);
    return algorithm.predict(algorithm.adapt(own, { support: rows(first), later: [rows(second)] }, { steps: 2 }), x);
  });
  const expected = await adapted(ndarray(query, [2, 2]));
  const { parameters } = await answeredNatively(out, { ...first, x1: second.x, y1: second.y }, { x: query }, 2);
  near(parameters, expected.data);
  const still = await answeredNatively(out, { x: [], y: [] }, { x: query }, 1);
  assert.ok(Math.abs(still.parameters[0] - parameters[0]) > 1e-5, 'experience changes the policy');
  await adapted.release();
});

test('an agent whose steps need whole episodes is exported, for whole episodes only', async () => {
  const run = join(folder, 'dice');
  const set = Object.entries({ episodes: '2', horizon: '5', surrogate: 'dice', hidden: '8' }).map(([name, value]) => ({ name, value }));
  await trainAgentRun('nav2d', { out: run, iterations: 1, workers: 0, metaBatch: 2, seed: 0, options: set } as never, quiet, signal);
  await assert.rejects(exportRun(run, { out: join(folder, 'none'), rows: [12] }), /--rows 12: DiCE learns from whole episodes, and those of nav2d have 5 steps/);
  const out = join(folder, 'dice-model');
  await exportRun(run, { out, steps: [1] });
  const card = parseCard(readFileSync(join(out, 'artifact.json'), 'utf8'));
  assert.deepEqual(card.programs.map(({ rows }) => rows), [10]);
  assert.match(readFileSync(join(out, 'README.md'), 'utf8'), /the action as it was drawn, in the environment's units and before it is clipped[^]*The advantage is the sum of the rewards from there to the end of the episode, discounted by 0\.99 a step[^]*Rows are whole episodes of 5 steps/);
  const query = [0.1, -0.2];
  const answered = (advantages: number): Promise<Record<string, ArrayLike<number>>> =>
    answeredNatively(out, { x: Array.from({ length: 20 }, (_, i) => Math.sin(i)), y: Array.from({ length: 10 }, (_, i) => [0.1, -0.1, advantages * Math.cos(3 * i), 0, 0, -3, -3]).flat() }, { x: query }, 1) as never;
  const [still, moved] = [await answered(0), await answered(1)];
  assert.ok(Math.abs(still.parameters[0] - moved.parameters[0]) > 1e-5, 'experience changes the policy');
});

test('agents with a memory and those that do not adapt cannot be exported, and it is said so', async () => {
  for (const [environment, algorithm] of [['bandit', 'rl2'], ['nav2d', 'oracle']] as const) {
    const run = join(folder, algorithm);
    await trainAgentRun(environment, { out: run, algorithm, iterations: 1, workers: 0, metaBatch: 2, seed: 0 } as never, quiet, signal);
    await assert.rejects(exportRun(run, { out: join(folder, 'none') }), new RegExp(`${algorithm}, which does not adapt by gradient steps`));
  }
});
