import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { metalearn } from '../../testing/command-line.js';
import { rungsOf } from './rungs.js';
import { pointOf, type Dimension } from './space.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-tune-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const out = join(folder, 'search');
const tune = (...more: string[]) =>
  metalearn(['tune', 'sinusoid', '--trials', '3', '--time', '1.5s', '--episodes', '20', '--meta-batch', '3', '--inner-steps', '2', '--out', out, '--json', ...more]);

describe('tune', () => {
  it('tries the usual values and others, and says how to train with the best', async () => {
    const { code, stdout, stderr } = await tune('--method', 'halving');
    assert.equal(code, 0, stderr);
    const { trials, best, command, dimensions } = JSON.parse(stdout);
    assert.deepEqual(dimensions.map(({ name }: { name: string }) => name), ['outerLearningRate', 'innerLearningRate'], 'what was given is not searched for');
    assert.deepEqual(trials.map(({ scores }: { scores: unknown[] }) => scores.length), [2, 1, 1], 'one of three goes on');
    assert.deepEqual(trials.find(({ number }: { number: number }) => number === 0).point, { outerLearningRate: 0.001, innerLearningRate: 0.01 });
    assert.deepEqual(best, trials[0].point);
    assert.equal(command, `metalearn train sinusoid --meta-batch 3 --inner-steps 2 --outer-lr ${best.outerLearningRate} --inner-lr ${best.innerLearningRate}`);
    assert.match(readFileSync(join(out, 'report.html'), 'utf8'), /outer learning rate[^]*<svg[^]*Trials/);
  });

  it('does not repeat what is done', async () => {
    const run = join(out, 'trial-001', 'checkpoint.safetensors');
    const before = statSync(run).mtimeMs;
    const first = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8'));
    rmSync(join(out, 'trial-002.json'));
    const { code, stdout, stderr } = await tune('--method', 'halving');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /trial 2: /);
    assert.doesNotMatch(stderr, /trial 1: /);
    assert.equal(statSync(run).mtimeMs, before);
    assert.deepEqual(JSON.parse(stdout).trials.length, first.trials.length);
  });

  it('trains on in later rounds where a rate falls, too', async () => {
    const { code, stdout, stderr } = await metalearn(['tune', 'sinusoid', '--algorithm', 'reptile', '--method', 'halving', '--trials', '3', '--time', '4s', '--episodes', '10', '--meta-batch', '3', '--out', join(folder, 'falling'), '--seed', '3', '--json']);
    assert.equal(code, 0, stderr);
    const { trials, command } = JSON.parse(stdout);
    assert.match(command, / --seed 3$/, 'the best was found with it');
    const [first, second] = trials[0].scores;
    assert.ok(second.iterations > first.iterations, `${first.iterations} iterations, then ${second.iterations}`);
    assert.ok(second.seconds > first.seconds);
  });

  it('says where no trial came to a number, and draws none', async () => {
    const diverging = join(folder, 'diverging');
    const { code, stdout, stderr } = await metalearn(['tune', 'sinusoid', '--trials', '2', '--time', '1s', '--episodes', '20', '--meta-batch', '3', '--inner-lr', '100', '--out', diverging]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /No trial came to a number\./);
    const report = readFileSync(join(diverging, 'report.html'), 'utf8');
    assert.match(report, /No trial came to a number/);
    assert.doesNotMatch(report, /<svg/);
  });

  it('names a file of its own that is damaged', async () => {
    const [file, search] = [join(out, 'trial-001.json'), join(out, 'search.json')];
    const whole = readFileSync(file, 'utf8');
    for (const text of ['null', '{"number":0}', '{"number":0,"point":{},"scores":[null]}']) {
      writeFileSync(file, text);
      const { code, stderr } = await tune('--method', 'halving');
      assert.deepEqual([code, /trial-001\.json is damaged: .*Delete it to have that part done again/.test(stderr)], [1, true], stderr);
    }
    writeFileSync(file, whole);
    const begun = readFileSync(search, 'utf8');
    writeFileSync(search, begun.slice(0, 20));
    const { code, stderr } = await tune('--method', 'halving');
    assert.deepEqual([code, /search\.json is damaged: .*give another folder with --out/.test(stderr)], [1, true], stderr);
    writeFileSync(search, begun);
  });

  it('leaves the folder to another search that works there', async () => {
    const lock = join(out, 'search.lock');
    assert.ok(!existsSync(lock), 'what is done gives the folder up');
    writeFileSync(lock, `${process.pid}\n`);
    const { code, stderr } = await tune('--method', 'halving');
    rmSync(lock);
    assert.equal(code, 1);
    assert.match(stderr, /^error: Process \d+ searches there: .*search\.lock says so\. Stop it, or give another folder with --out\./);
  });

  it('refuses another search in the same folder, and one with nothing to search for', async () => {
    const other = await tune('--method', 'random');
    assert.equal(other.code, 2);
    assert.match(other.stderr, /holds another search: method is "halving" there and "random" here/);
    const nothing = await metalearn(['tune', 'sinusoid', '--time', '1s', '--inner-lr', '0.1', '--outer-lr', '0.1', '--inner-steps', '1', '--out', join(folder, 'none')]);
    assert.equal(nothing.code, 2);
    assert.match(nothing.stderr, /nothing to search for/);
    assert.equal(existsSync(join(folder, 'none')), false);
  });
});

describe('a search', () => {
  it('shares out its time over its rounds', () => {
    assert.deepEqual(rungsOf('random', 4, 100), [{ trials: 4, seconds: 25 }]);
    assert.deepEqual(rungsOf('halving', 9, 90).map(({ trials }) => trials), [9, 3, 1]);
    const rungs = rungsOf('halving', 9, 90);
    const spent = rungs.reduce((sum, { trials, seconds }, i) => sum + trials * (seconds - (rungs[i - 1]?.seconds ?? 0)), 0);
    assert.ok(Math.abs(spent - 90) < 1e-9);
  });

  it('draws rates evenly by their logarithm and steps as whole numbers, all within their ends', () => {
    const dimensions: Dimension[] = [
      { name: 'outerLearningRate', usual: 0.001, low: 1e-4, high: 1e-2, log: true },
      { name: 'innerSteps', usual: 1, low: 1, high: 5, log: false },
    ];
    const points = Array.from({ length: 400 }, (_, trial) => pointOf(dimensions, trial + 1, 3));
    const below = points.filter(({ outerLearningRate }) => outerLearningRate! < 1e-3).length;
    assert.ok(below > 150 && below < 250, `got ${below} of 400 below the middle`);
    assert.ok(points.every(({ outerLearningRate }) => outerLearningRate! >= 1e-4 && outerLearningRate! <= 1e-2));
    assert.deepEqual([...new Set(points.map(({ innerSteps }) => innerSteps))].sort(), [1, 2, 3, 4, 5]);
    assert.deepEqual(pointOf(dimensions, 7, 3), pointOf(dimensions, 7, 3));
    assert.notDeepEqual(pointOf(dimensions, 7, 3), pointOf(dimensions, 7, 4));
  });
});
