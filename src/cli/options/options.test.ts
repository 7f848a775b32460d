import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatDuration, parseDuration } from './duration.js';
import { nearest, suggestion } from '../../nn/nearest.js';
import { settingWords } from './settings.js';
import { counted, duration, listed, names, oneOf, positiveNumber, whole } from './values.js';

describe('durations', () => {
  it('are read with a unit, with several, or as bare seconds', () => {
    const cases = { '90s': 90, '30m': 1800, '2h': 7200, '1h30m': 5400, '1d': 86_400, '0.5h': 1800, ' 45 ': 45, '10M': 600 };
    for (const [text, seconds] of Object.entries(cases)) assert.equal(parseDuration(text), seconds, text);
  });

  it('are refused where they are empty, zero, negative or without meaning', () => {
    for (const text of ['', '0', '0m', '-5s', '5 minutes', 'h', '1x', '5m and', 'Infinity', '1e400']) assert.equal(parseDuration(text), undefined, text);
  });

  it('are shown in seconds, minutes or hours by their length', () => {
    assert.deepEqual([8.24, 42.4, 125, 3725, NaN].map(formatDuration), ['8.2 s', '42 s', '2:05', '1:02:05', '?']);
  });

  it('come back from what was shown, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 * 86_400 }), (seconds) => {
        const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
        assert.equal(parseDuration(`${hours}h${minutes}m${rest}s`), seconds);
      }),
    );
  });
});

describe('nearest names', () => {
  const tasks = ['sinusoid', 'glyphs', 'omniglot', 'images'];

  it('are found through slips of the finger', () => {
    const cases: Record<string, string> = { omniglto: 'omniglot', Sinusoids: 'sinusoid', glyhps: 'glyphs', sin: 'sinusoid', omni: 'omniglot', image: 'images', 'omni-glot': 'omniglot' };
    for (const [given, meant] of Object.entries(cases)) assert.equal(nearest(given, tasks), meant, given);
  });

  it('are not offered for a word that is far from all', () => {
    assert.equal(nearest('cartpole', tasks), undefined);
    assert.equal(suggestion('cartpole', tasks), '');
  });

  it('are always the name itself where it is one', () => {
    fc.assert(fc.property(fc.constantFrom(...tasks), (name) => assert.equal(nearest(name, tasks), name)));
  });
});

describe('option values', () => {
  it('take whole numbers in their range', () => {
    assert.equal(whole(1, 5)('3'), 3);
    assert.equal(whole(0)('1e3'), 1000);
  });

  it('refuse what is no number, no whole number or out of range, and say the rule', () => {
    for (const text of ['', ' ', 'five', '2.5', '0', '6', '0x3', 'Infinity', 'NaN', '3 4']) {
      assert.throws(() => whole(1, 5)(text), /must be a whole number from 1 to 5/, text);
    }
    assert.throws(() => positiveNumber(10)('0'), /above 0 and at most 10/);
    assert.throws(() => positiveNumber(10)('-1'), /above 0 and at most 10/);
    assert.equal(positiveNumber(10)('.4'), 0.4);
    assert.throws(() => duration('soon'), /such as 90s, 30m/);
  });

  it('take a whole number or a range of them', () => {
    assert.deepEqual(['5', '3-10', '4-4'].map(counted(2, 20)), [5, [3, 10], 4]);
    for (const text of ['10-3', '1-5', '3-30', '3-4-5', '-3', '3-', 'a-b']) assert.throws(() => counted(2, 20)(text), /must be a whole number|LOW-HIGH/, text);
  });

  it('take names, separated by commas', () => {
    assert.deepEqual(names('maml, proto-net,,r2d2'), ['maml', 'proto-net', 'r2d2']);
    assert.throws(() => names(' , '), /one or more names/);
  });

  it('of settings can be written again', () => {
    const words = settingWords({ algorithm: 'maml', ways: [3, 10], innerLr: 0.1, firstOrder: true, set: ['a=1', 'b=2'] });
    assert.deepEqual(words, ['--algorithm', 'maml', '--ways', '3-10', '--inner-lr', '0.1', '--first-order', '--set', 'a=1', '--set', 'b=2']);
  });

  it('offer the nearest of a few words', () => {
    assert.equal(oneOf(['usual', 'background'])('usual'), 'usual');
    assert.throws(() => oneOf(['usual', 'background'])('backgroud'), /usual or background\. Did you mean background\?/);
  });

  it('are listed as a sentence has them', () => {
    assert.deepEqual([[], ['a'], ['a', 'b'], ['a', 'b', 'c']].map((words) => listed(words)), ['', 'a', 'a or b', 'a, b or c']);
  });
});
