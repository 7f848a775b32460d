import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { besideNames, fitted, wordLines } from './word-lines.js';

describe('words on a terminal', () => {
  it('are never cut, and fill lines', () => {
    assert.deepEqual(wordLines('one two three four', 9), ['one two', 'three', 'four']);
    assert.deepEqual(wordLines('extraordinarily so', 5), ['extraordinarily', 'so']);
    assert.deepEqual(wordLines('as it is', Infinity), ['as it is']);
  });

  it('stand beside names', () => {
    assert.equal(besideNames([['maml', 'weights that lead far in few steps', 'Finn 2017'], ['r2d2', 'solves']], 6, 30), 'maml  weights that lead far in\n      few steps\n      Finn 2017\nr2d2  solves');
  });

  it('leave commands whole, which are copied', () => {
    assert.equal(fitted('Examples of what there is:\n  metalearn train omniglot --time 30m\n', 16), 'Examples of what\nthere is:\n  metalearn train omniglot --time 30m\n');
  });
});
