import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { displayWidth } from './display-width.js';
import { textTable } from './text-table.js';

const head = ['way', 'before', 'after'];
const rows = [['maml', '1.00 ± 0.10', '0.50 ± 0.05'], ['no meta-training', '2.00 ± 0.20', '1.90 ± 0.20']];

describe('a table on a terminal', () => {
  it('has names to the left and numbers to the right', () => {
    assert.equal(textTable(head, rows, 'right', Infinity), ['way                    before        after', '------------------------------------------', 'maml              1.00 ± 0.10  0.50 ± 0.05', 'no meta-training  2.00 ± 0.20  1.90 ± 0.20'].join('\n'));
  });

  it('is cut into blocks that each fit, with the names beside each', () => {
    const cut = textTable(head, rows, 'right', 30);
    assert.ok(cut.split('\n').every((line) => line.length <= 30), cut);
    assert.deepEqual(cut.match(/no meta-training/g)?.length, 2);
    for (const cell of rows.flat()) assert.ok(cut.includes(cell), cell);
    assert.equal(textTable(head, rows, 'right', 42), textTable(head, rows, 'right', Infinity), 'what just fits is whole');
    assert.match(textTable(head, rows, 'right', 3), /maml/, 'too narrow for anything is no reason to print nothing');
  });

  it('cuts long names in their middle, where there is no room for them', () => {
    const long = [[`${'long '.repeat(40)}name.png`, '1 %'], [`${'猫'.repeat(50)}.png`, '2 %']];
    const cut = textTable(['image', 'sure'], long, 'right', 60).split('\n');
    assert.ok(cut.every((line) => displayWidth(line) <= 60), cut.join('\n'));
    assert.match(cut[2], /^long .*….*name\.png +1 %$/);
    assert.match(cut[3], /^猫+…猫+\.png +2 %$/);
    assert.ok(textTable(['image', 'sure'], long, 'right', Infinity).includes(long[0][0]), 'whole in a file');
  });

  it('wraps the last column of words', () => {
    const told = textTable(['--set', 'default', ''], [['shift', '0', 'the most pixels that images of a training task are moved by']], 'left', 40);
    assert.ok(told.split('\n').every((line) => line.length <= 40), told);
    assert.match(told, /shift {2}0 {8}the most[^]*\n {16}[a-z]/);
    const headed = textTable(['', 'title', 'predicted rating, 0 to 10'], [['1', 'Alien (1979)', '8.43']], 'left', 40);
    assert.match(headed, /rating, 0 to\n +10\n-+\n1 /, 'the rule stands below the whole head');
  });

  it('stands straight whatever the names are written in', () => {
    const names = ['cat', '猫の絵', 'нет', 'e\u0301te\u0301', 'ok 👍', 'ไทย'];
    const ends = textTable(['', 'n'], names.map((name) => [name, '7']), 'right', Infinity).split('\n').slice(2).map(displayWidth);
    assert.deepEqual(new Set(ends).size, 1, ends.join());
    assert.deepEqual(names.map(displayWidth), [3, 6, 3, 3, 5, 3]);
  });

  it('prints no control characters, which a file may be named by', () => {
    assert.doesNotMatch(textTable(['a', 'b'], [['x\u001b[2Jy\nz', '1']], 'right', Infinity).replaceAll('\n', ''), /\p{Cc}/u);
    assert.equal(textTable(['a', 'b'], [['x\ny', '1']], 'right', Infinity).split('\n').length, 3);
  });
});
