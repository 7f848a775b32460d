import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { runReader } from '../board/read-runs.js';
import { listOf } from '../board/views.js';
import { testOf } from '../export/test-of.js';
import { UsageError } from '../failure.js';
import { trainRun } from '../train-run.js';
import { testRatingsRun, type RatingsTestOptions } from './test-ratings-run.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-test-ratings-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const output = { say: () => undefined, json: () => undefined, warn: () => undefined };
const refused = (said: RegExp) => (error: unknown): boolean => error instanceof UsageError && said.test(error.message);

async function trained(name: string, task: string, ...options: string[]): Promise<string> {
  const out = join(folder, name);
  const said = options.map((each) => ({ name: each.split('=')[0], value: each.split('=')[1], said: each }));
  await trainRun(task, { out, iterations: 2, workers: 0, metaBatch: 2, channels: 4, options: said }, output, new AbortController().signal);
  return out;
}

/** A table in which each of 60 users rates so many of 25 items. */
function equallyRated(name: string, ratings: number): string {
  const file = join(folder, `${name}.csv`);
  const rows = Array.from({ length: 60 }, (_, user) => Array.from({ length: ratings }, (_, i) => `u${user},t${(7 * user + 3 * i) % 25},${1 + ((user + i) % 5)}`)).flat();
  writeFileSync(file, ['user,item,rating', ...rows, ''].join('\n'));
  return file;
}

const tested = (run: string, options: Partial<RatingsTestOptions> = {}) => testRatingsRun(run, { baselines: false, evidence: false, output, ...options });
const kept = (run: string) => JSON.parse(readFileSync(join(run, 'test.json'), 'utf8')) as Record<string, unknown>;

describe('a test of a run that learned ratings', () => {
  it('tunes the raters beside it on what users with few ratings know', async () => {
    const { tuned, evaluation } = await tested(await trained('seven', `ratings:${equallyRated('seven', 7)}`), { baselines: true });
    assert.deepEqual(evaluation.sets.map(({ known }) => known), [1, 3]);
    assert.ok(tuned.length > 5 && tuned.every(({ value }) => Number.isFinite(value)));
  });

  it('compares what to ask first after as many answers as its users can give, and says which were too many', async () => {
    const said: string[] = [];
    const warned = { ...output, warn: (line: string) => void said.push(line) };
    const asked = async (name: string, ratings: number) => (await tested(await trained(name, `ratings:${equallyRated(name, ratings)}`), { evidence: true, output: warned })).evidence;
    const twelve = await asked('twelve', 12);
    assert.deepEqual(twelve!.strategies[0].stages.map(({ after, count }) => `${count} ${after}`), ['3 answers', '5 answers', '10 questions', '20 questions', '50 questions']);
    assert.match(said.join('\n'), /^What to ask new users first is compared after 3 and 5 answers, not after more: no test user has ratings enough to choose 10 answers from and to be judged by others\.$/m);
    // Of six ratings three are asked, so that the other three are all there is to answer.
    assert.equal(await asked('six', 6), undefined);
    assert.match(said.join('\n'), /^What to ask new users first was not compared: no test user has ratings enough to choose 3 answers from/m);
  });
});

describe('ratings under a name that says nothing of them', () => {
  it('are asked for by the column that was not used', async () => {
    const file = join(folder, 'named.csv');
    const rows = Array.from({ length: 160 }, (_, i) => `${i % 20};${Math.floor(i / 20)};${1 + (i % 3)},5`);
    writeFileSync(file, ['Kunde;Artikel;Bewertung', ...rows, ''].join('\n'));
    await assert.rejects(trained('named', `ratings:${file}`), refused(/^named has no ratings, or none that differ, only what users took: add --set target=taken\. Or, where the ratings stand in a column that is not used \(Bewertung\), say in which: --set schema=FILE\.json, and in that file \{"ratings":\{"columns":\{"Bewertung":"rating"\}\}\}\.$/));
    const schema = join(folder, 'named.json');
    writeFileSync(schema, '{"ratings":{"columns":{"Bewertung":"rating"}}}');
    assert.match(readFileSync(join(await trained('named', `ratings:${file}`, `schema=${schema}`), 'config.json'), 'utf8'), /"Bewertung"/);
  });
});

describe("a test by MeLU's protocol", () => {
  let run: string;
  before(async () => {
    run = await trained('melu', 'raters', 'raters=90', 'choices=60', 'protocol=melu');
  });

  it('writes down no numbers that it does not draw by', async () => {
    await tested(run);
    const { protocol, steps, ...others } = kept(run);
    assert.deepEqual([protocol, steps], ['melu', 0]);
    for (const name of ['queries', 'draws', 'seed']) assert.ok(!(name in others), name);
    assert.match(String((await testOf(run))!.protocolInWords), /^Up to \d+ users in a cell \(protocol melu\); /);
  });

  it('refuses what it would pass over', async () => {
    for (const [options, said] of [
      [{ queries: 3 }, /^--queries 3: the protocol melu asks for the last 10 ratings/],
      [{ draws: 9 }, /^--draws 9: /],
      [{ seed: 5 }, /^--seed 5: /],
      [{ steps: 4 }, /^--steps 4: alpaca adapts in one go, without steps: leave it out/],
    ] as const) {
      await assert.rejects(tested(run, options), refused(said), String(said));
    }
  });

  it('has a figure for all, which the board shows', async () => {
    const { metric, mean, ci95, evaluation } = await tested(run);
    const { mae } = evaluation.sets.at(-1)!.raters[0].metrics;
    assert.deepEqual([metric, mean, ci95], ['mae', mae!.mean, mae!.ci95]);
    assert.ok(listOf(await runReader(folder).details(['melu']), folder).includes(`<td>${mean!.toPrecision(3)} ± ${ci95!.toPrecision(2)}</td>`));
  });
});
