import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { answerOf, metalearn } from '../../testing/command-line.js';
import { sharedData, withoutSharedData } from '../../testing/shared-data.js';
import { UsageError } from '../failure.js';
import { recommendRun, type RecommendWishes } from '../ratings/recommend-run.js';
import { openRecommender } from '../runs.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-raters-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const run = join(folder, 'run');
const small = ['--iterations', '12', '--meta-batch', '4', '--channels', '8', '--set', 'idWidth=4'];
const few = ['--set', 'raters=90', '--set', 'choices=60'];
const warned: string[] = [];
const output = { say: () => undefined, json: () => undefined, warn: (text: string) => void warned.push(text) };
const recommended = (wishes: Partial<RecommendWishes>, path = run) => recommendRun(path, { exclude: [], attributes: [], top: 5, minRatings: 0, ...wishes }, output);
const refused = (said: RegExp) => (error: unknown): boolean => error instanceof UsageError && said.test(error.message);

describe('a run that learned ratings', () => {
  before(async () => {
    const { code, stdout, stderr } = await metalearn(['train', 'raters', '--algorithm', 'maml', ...few, ...small, '--out', run]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /ratings, from 1 to 5, at 5 levels, of 60 items by 90 users[^]*63 users train, 9 validate, 18 test[^]*genres \(categories\) and year \(number\), and of users region \(category\)[^]*Training 1-20-shot raters with exact maml/);
  });

  it('has a catalogue, by which a program recommends without the data', async () => {
    assert.ok(readdirSync(run).includes('catalogue.safetensors'));
    const recommender = await openRecommender(run);
    const { items } = await recommender.for({ ratings: [{ item: 'item 3', rating: 5 }] }, { top: 4 });
    await recommender.release();
    assert.equal(items.length, 4);
    assert.ok(items.every(({ item, score }) => item !== 'item 3' && score >= 1 && score <= 5));
  });

  it('is tested beside every conventional rater, and says who wins', async () => {
    const { code, stdout, stderr } = await answerOf(['test', run, '--draws', '2', '--seed', '3', '--json']);
    assert.equal(code, 0, stderr);
    const result = JSON.parse(stdout);
    const { evaluation, tuned, evidence, protocol, draws, seed, summary, beatsBaselines } = result;
    assert.deepEqual([protocol, draws, seed, typeof beatsBaselines], ['new-users', 2, 3, 'boolean']);
    assert.deepEqual(evaluation.sets.map(({ known }: { known: number }) => known).slice(0, 4), [1, 3, 5, 10]);
    const [first] = evaluation.sets;
    const names = first.raters.map(({ rater }: { rater: string }) => rater);
    assert.deepEqual(names, ['meta-learned (maml)', 'global mean', 'item mean', 'user mean', 'damped biases', 'popularity', 'item kNN', 'matrix factorisation', 'pretrained network', 'fine-tuned network']);
    assert.deepEqual(tuned.map(({ rater }: { rater: string }) => rater), names.slice(1));
    assert.ok(tuned.every(({ tried, value }: { tried: number; value: number }) => tried >= 1 && tried <= 12 && Number.isFinite(value)));
    assert.ok(first.raters.every(({ rater, metrics }: { rater: string; metrics: { mae?: { mean: number } } }) => rater === 'popularity' || metrics.mae!.mean > 0));
    assert.ok(evidence.strategies.length >= 4);
    assert.match(summary, /^5 known ratings, MAE: the learner is /);
    assert.deepEqual(JSON.parse(readFileSync(join(run, 'test.json'), 'utf8')).evaluation, evaluation);
    const report = readFileSync(join(run, 'report.html'), 'utf8');
    assert.match(report, /Who wins[^]*MAE by known ratings[^]*<svg[^]*nDCG@3 by known ratings[^]*Paired differences, 5 known ratings[^]*Who gains and who loses from adaptation[^]*What to ask a new user first[^]*How the others were tuned/);
    assert.match(stderr, /pretraining once[^]*tuning: item kNN[^]*testing: all raters/);
  });

  it('is tested alone, in words', async () => {
    const { code, stdout, stderr } = await answerOf(['test', run, '--no-baselines', '--no-evidence']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^1 known rating, 18 users +MAE +RMSE +nDCG@1[^]*\nmeta-learned \(maml\) +\d\.\d{3} ± [^]*MAE \d\.\d{3} and nDCG@3 .* nothing was compared with\.\nReport: /);
  });

  it('is not tested as other runs are, nor by what it has seen', async () => {
    for (const [args, said] of [
      [['--episodes', '5'], /--episodes is of other tasks, and this run learned ratings/],
      [['--protocol', 'melu'], /trained for the protocol new-users[^]*metalearn train raters --set protocol=melu/],
      [['--protocol', 'old'], /must be new-users or melu/],
    ] as const) {
      const { code, stderr } = await answerOf(['test', run, ...args]);
      assert.equal(code, 2, stderr);
      assert.match(stderr, said);
    }
  });

  it('recommends what was not rated, as a table for people', async () => {
    const { code, stdout, stderr } = await answerOf(['recommend', run, '--ratings', 'item 7=5, Item 12=1', '--attributes', 'region=north', '--top', '3']);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^Known:\n {2}item 7: 5\n {2}'Item 12' is item 12: 1\n\n +title +predicted rating, 1 to 5\n-+\n1 +item \d+ +\d\.\d\d\n2 [^]*\n3 /);
    assert.doesNotMatch(stdout.split('---')[1], /item (7|12) /);
  });

  it('leaves out what is excluded or too seldom rated, and needs to know nothing', async () => {
    const { recommended: all, known } = await recommended({ top: 60 });
    assert.deepEqual([all.length, known], [60, []]);
    const { recommended: rest, excluded } = await recommended({ top: 60, exclude: [all[0].title, all[1].title] });
    assert.deepEqual(rest.map(({ item }) => item), all.slice(2).map(({ item }) => item));
    assert.equal(excluded.length, 2);
    const { recommended: popular } = await recommended({ top: 60, minRatings: 20 });
    assert.ok(popular.length > 0 && popular.length < 60);
  });

  it('takes the last rating of what is rated twice, and says so', async () => {
    const { known } = await recommended({ ratings: 'item 7=5, item 8=3, ITEM 7=2' });
    assert.deepEqual(known.map(({ item, rating }) => [item, rating]), [['item 7', 2], ['item 8', 3]]);
    assert.match(warned.at(-1)!, /item 7 is rated twice: 5 is left out/);
  });

  it('answers what it cannot use with a sentence', async () => {
    for (const [wishes, said] of [
      [{ ratings: 'itm 7=5, qwertyuiop=3' }, /No item of raters is called 'itm 7'\. Did you mean item 7.*\nNo item of raters is called 'qwertyuiop', nor nearly so, among 60\./],
      [{ ratings: 'item 7=9, item 8=0' }, /item 7=9 and item 8=0 are out of the scale: ratings of raters go from 1 to 5/],
      [{ ratings: 'item 7' }, /write TITLE=RATING/],
      [{ ratingsFile: join(folder, 'none.txt') }, /cannot be read: there is no such file/],
      [{ exclude: ['qwertyuiop'] }, /No item of raters is called 'qwertyuiop'/],
      [{ attributes: ['region=nroth'] }, /no user of raters has this value\. Did you mean north\?/],
      [{ attributes: ['regio=north'] }, /raters knows region of users\. Did you mean region\?/],
      [{ attributes: ['north'] }, /write --attributes NAME=VALUE/],
    ] as const) {
      await assert.rejects(recommended(wishes), refused(said), String(said));
    }
    assert.match((await answerOf(['recommend', run, '--min-ratings', '91'])).stdout, /Nothing is left to recommend: ask for fewer --min-ratings/);
    const { code, stdout, stderr } = await answerOf(['recommend', run, '--ratings', 'itm 7=5']);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /^error: No item/);
  });
});

describe('ratings that are not made up', () => {
  it('are not to be had of a run of another kind', async () => {
    const sinusoids = join(folder, 'sinusoids');
    assert.equal((await metalearn(['train', 'sinusoid', '--iterations', '2', '--meta-batch', '2', '--out', sinusoids])).code, 0);
    await assert.rejects(recommended({}, sinusoids), refused(/needs a run that learned ratings, and the run in .* learned the task sinusoid/));
    const { code, stderr } = await answerOf(['test', sinusoids, '--draws', '3']);
    assert.equal(code, 2);
    assert.match(stderr, /--draws is of runs that learned ratings/);
  });

  it('come from a file, with what was inferred of it and what is wrong in it', async () => {
    const [ratings, items, trained] = ['mine.csv', 'things.csv', 'mine'].map((name) => join(folder, name));
    const lines = Array.from({ length: 40 }, (_, user) => Array.from({ length: 9 }, (_, i) => `u${user};t${(7 * user + 3 * i) % 25};${1 + ((user + i) % 5)}`)).flat();
    writeFileSync(ratings, ['user;item;rating', ...lines, 'u1;t2;many', ''].join('\n'));
    writeFileSync(items, ['item,title,colour', ...Array.from({ length: 25 }, (_, i) => `t${i},"Thing, the ${i}th",${['red', 'blue'][i % 2]}`), ''].join('\n'));
    const { code, stdout, stderr } = await metalearn(['train', `ratings:${ratings}`, '--items', items, ...small, '--out', trained]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /ratings: separated by semicolons[^]*items: separated by commas[^]*title +title[^]*360 of 361 ratings were kept\.[^]*Known are of items colour \(category\)/);
    assert.match(stderr, /holds no number[^]*line 362 of .*mine\.csv/);
    const { known } = await recommended({ ratings: 'Thing, the 3th=5' }, trained);
    assert.deepEqual(known.map(({ item, title }) => [item, title]), [['t3', 'Thing, the 3th']]);
  });

  it('are missing where the file is', async () => {
    const nowhere = join(folder, 'nowhere.csv');
    const { code, stderr } = await answerOf(['train', `ratings:${nowhere}`, '--out', join(folder, 'none')]);
    assert.notEqual(code, 0);
    assert.match(stderr, /nowhere\.csv does not exist/);
    assert.ok(!existsSync(join(folder, 'none')));
  });

  it('are those of MovieTweetings', { skip: withoutSharedData }, async () => {
    const films = join(folder, 'films');
    const { code, stdout, stderr } = await metalearn(['train', 'movietweetings', '--data', sharedData, ...small, '--out', films]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /ratings, from 0 to 10, .* of 10,506 items by 16,554 users/);
    const { known, recommended: items } = await recommended({ ratings: 'the matrix=9, Titanic=2' }, films);
    assert.deepEqual(known.map(({ title }) => title), ['The Matrix (1999)', 'Titanic (1997)']);
    assert.equal(items.length, 5);
  });
});
