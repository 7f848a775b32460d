import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import fc from 'fast-check';
import { UsageError } from '../failure.js';
import { parseRatings, readRatings } from './parse-ratings.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-ratings-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const pairs = (text: string): [string, number][] => parseRatings(text, '--ratings').map(({ title, rating }) => [title, rating]);
const refused = (said: RegExp) => (error: unknown): boolean => error instanceof UsageError && said.test(error.message);

describe('ratings as a person writes them', () => {
  it('are titles and numbers', () => {
    assert.deepEqual(pairs('The Matrix=5,Titanic=2'), [['The Matrix', 5], ['Titanic', 2]]);
    assert.deepEqual(pairs('  The Matrix = 4.5 ,\n Titanic=.5, Up=-1, '), [['The Matrix', 4.5], ['Titanic', 0.5], ['Up', -1]]);
    assert.deepEqual(pairs(''), []);
  });

  it('may have commas, equals signs and quotes in titles', () => {
    assert.deepEqual(pairs('Good, the Bad and the Ugly, The=5, E=mc2=3'), [['Good, the Bad and the Ugly, The', 5], ['E=mc2', 3]]);
    assert.deepEqual(pairs('"What, me=4, worry"=2, "Say ""yes"""=1, The "Fly"=3'), [['What, me=4, worry', 2], ['Say "yes"', 1], ['The "Fly"', 3]]);
  });

  it('of any title in quotes come back', () => {
    const title = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
    const written = fc.array(fc.tuple(title, fc.integer({ min: 0, max: 10 })), { maxLength: 5 });
    fc.assert(fc.property(written, (list) => assert.deepEqual(pairs(list.map(([name, rating]) => `"${name.replaceAll('"', '""')}"=${rating}`).join(', ')), list)));
  });

  it('are refused where a title has no rating', () => {
    assert.throws(() => pairs('Titanic'), refused(/^--ratings: 'Titanic' is no title and its rating: write TITLE=RATING/));
    assert.throws(() => pairs('The Matrix=5, Titanic=good'), refused(/'Titanic=good' is no title/));
    assert.throws(() => pairs('=5'), refused(/'=5'/));
  });

  it('are read from a file of lines, or from a table', async () => {
    const [lines, table, broken] = ['mine.txt', 'mine.csv', 'broken.csv'].map((name) => join(folder, name));
    writeFileSync(lines, 'The Matrix=5\n\nGood, the Bad and the Ugly, The=4\n');
    writeFileSync(table, 'title;rating\n"Good, the Bad";4\nTitanic;2.5\n');
    writeFileSync(broken, 'title,rating\nTitanic,2\nUp,\n');
    assert.deepEqual(await readRatings(lines), [{ title: 'The Matrix', rating: 5 }, { title: 'Good, the Bad and the Ugly, The', rating: 4 }]);
    assert.deepEqual(await readRatings(table), [{ title: 'Good, the Bad', rating: 4 }, { title: 'Titanic', rating: 2.5 }]);
    await assert.rejects(readRatings(broken), refused(/line 3 of .*broken\.csv: the rating of Up is ''/));
    await assert.rejects(readRatings(join(folder, 'none.txt')), refused(/--ratings-file: .*none\.txt cannot be read: there is no such file/));
  });
});
