import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { temporaryFolder } from '../../testing/rating-files.js';
import { describeReport, ratingsFile, RatingsFileError, type FaultKind, type Ratings } from '../index.js';

const folder = temporaryFolder();
after(() => folder.remove());

const faultsOf = ({ report }: Ratings): Record<string, { count: number; lines: number[] }> => Object.fromEntries(report!.faults.map(({ kind, count, places }) => [kind, { count, lines: places.map(({ line }) => line) }]));

/** A bad line and what it counts as; user and item are known from good lines. */
const badLines: [FaultKind, string][] = [
  ['shortLine', 'u1,i1,3'],
  ['longLine', 'u1,i1,3,4,5'],
  ['otherSeparator', 'u1;i1;3;4'],
  ['otherSeparator', 'u1\ti1\t3\t4'],
  ['noId', ',i1,3,4'],
  ['noId', 'u1, ,3,4'],
  ['notANumber', 'u1,i1,good,4'],
  ['notANumber', 'u1,i1,,4'],
  ['noTime', 'u1,i1,3,soon'],
  ['outOfScale', 'u1,i1,6,4'],
  ['outOfScale', 'u1,i1,-1,4'],
];

test('each fault is counted, with its lines, and its line left out', () => {
  const lines = fc.array(fc.oneof({ arbitrary: fc.constant(undefined), weight: 2 }, fc.constantFrom(...badLines)), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(lines, fc.constantFrom('\n', '\r\n'), fc.boolean(), fc.boolean(), (chosen, lineEnd, mark, quoted) => {
      const good = (at: number): string => `u${at % 3},${quoted ? `"n${at}"` : `n${at}`},${(at % 5) + 1},${1000 + at}`;
      const text = ['user,item,rating,time', good(0), ...chosen.map((bad, at) => (bad ? bad[1] : good(at + 1)))].map((line) => line + lineEnd).join('');
      const ratings = ratingsFile(folder.write('ratings.csv', `${mark ? '\ufeff' : ''}${text}`), { schema: { ratings: { scale: { low: 1, high: 5 }, separator: ',', timeUnit: 's', columns: { rating: 'rating', time: 'time' } } } });
      const expected: Record<string, { count: number; lines: number[] }> = {};
      chosen.forEach((bad, at) => {
        if (!bad) return;
        const own = (expected[bad[0]] ??= { count: 0, lines: [] });
        own.count++;
        if (own.lines.length < 3) own.lines.push(at + 3);
      });
      const { emptyUser, ...found } = faultsOf(ratings);
      assert.deepEqual(found, expected);
      assert.equal(emptyUser === undefined, !chosen.some((bad) => bad && bad[1].startsWith('u1') && ['notANumber', 'noTime', 'outOfScale'].includes(bad[0])) || chosen.some((bad, at) => !bad && (at + 1) % 3 === 1));
      assert.deepEqual([ratings.report!.rows, ratings.report!.kept, ratings.item.length], [chosen.length + 1, 1 + chosen.filter((bad) => !bad).length, 1 + chosen.filter((bad) => !bad).length]);
    }),
  );
});

test('ratings that come twice and that contradict each other are counted, and the last in time wins', () => {
  const ratings = ratingsFile(folder.write('twice.csv', 'user,item,rating,time\na,x,1,30\na,x,5,20\na,y,2,10\na,y,2,10\nb,x,3,5\n'));
  assert.deepEqual(faultsOf(ratings), { contradiction: { count: 1, lines: [3] }, duplicate: { count: 1, lines: [5] } });
  assert.deepEqual([...ratings.rating], [2, 1, 3]);
  assert.match(ratings.warnings.join(), /1 rating is contradicted by a later one of the same user and item, which counts \(line 3 of .*twice\.csv\)/);
  assert.doesNotMatch(ratings.warnings.join(), /second time/);
  assert.match(describeReport(ratings.report!).join('\n'), /^3 of 5 ratings were kept\.[^]*1 rating is there a second time/);
});

test('a file cut off within its last time is told by a time far before all others', () => {
  const whole = 'a,x,3,978300760\nb,x,4,1378300760\n';
  assert.deepEqual(faultsOf(ratingsFile(folder.write('digits.csv', `${whole}c,x,3,13783007`))), { cutOff: { count: 1, lines: [3] }, emptyUser: { count: 1, lines: [3] } });
  assert.deepEqual(faultsOf(ratingsFile(folder.write('digits.csv', `${whole}c,x,3,13783007\n`))), {});
  assert.deepEqual(faultsOf(ratingsFile(folder.write('digits.csv', `${whole}c,x,3,878300760`))), {});
  assert.deepEqual(faultsOf(ratingsFile(folder.write('digits.csv', 'a,x,3,70\nb,x,4,80\nc,x,3,7'))), {});
});

test('a file cut off in the middle of a line is told from one with short lines', () => {
  const whole = 'user,item,rating,time\na,x,1,30\nb,x,5,20\n';
  for (const cut of ['c', 'c,x', 'c,x,4', 'c,x,4,', 'c,x,,']) {
    const kind = cut === 'c,x,,' ? 'notANumber' : 'cutOff';
    assert.deepEqual(faultsOf(ratingsFile(folder.write('cut.csv', whole + cut)))[kind], { count: 1, lines: [4] }, cut);
  }
  assert.deepEqual(faultsOf(ratingsFile(folder.write('cut.csv', `${whole}c,x\n`))), { shortLine: { count: 1, lines: [4] } });
  assert.deepEqual(faultsOf(ratingsFile(folder.write('uncut.csv', `${whole}c,x,3,5`))), {});
});

test('a quote that nothing closes costs its line', () => {
  const ratings = ratingsFile(folder.write('quote.csv', 'user,item,rating,time\na,x,1,30\n"b,x,5,20\nc,x,3,10\n'));
  assert.deepEqual(faultsOf(ratings), { unclosedQuote: { count: 1, lines: [3] } });
  assert.deepEqual([ratings.item.length, ratings.report!.rows], [2, 3]);
});

test('bytes that are not UTF-8 in a file that is are counted and read as Latin-1', () => {
  const bytes = Buffer.concat([Buffer.from('user,item,rating\némile,x,1\njosé,x,2\nandr'), Buffer.from([0xe9]), Buffer.from(',x,3\n')]);
  const ratings = ratingsFile(folder.write('mixed.csv', bytes));
  assert.deepEqual(faultsOf(ratings), { invalidText: { count: 1, lines: [4] } });
  assert.deepEqual([0, 1, 2].map((user) => ratings.users.nameOf(user)), ['émile', 'josé', 'andré']);
  const latin = ratingsFile(folder.write('latin.csv', Buffer.from('user,item,rating\némile,x,1\njosé,x,2\n', 'latin1')));
  assert.deepEqual([faultsOf(latin), latin.users.nameOf(1)], [{}, 'josé']);
  assert.match(latin.report!.notes.join(), /latin\.csv is read as Latin-1/);
});

test('a few ratings far out of an inferred scale are left out with their lines', () => {
  const lines = Array.from({ length: 300 }, (_, at) => `u${at % 10},i${at},${at === 7 ? 44 : (at % 5) + 1}\n`);
  const ratings = ratingsFile(folder.write('stray.csv', `user,item,rating\n${lines.join('')}`));
  assert.deepEqual(faultsOf(ratings), { outOfScale: { count: 1, lines: [9] } });
  assert.deepEqual(ratings.scale, { low: 1, high: 5, levels: [1, 2, 3, 4, 5] });
});

test('what tables of items and users lack, have too much and have wrong is counted', () => {
  const file = folder.write('ratings.csv', 'user,item,rating\na,x,1\na,y,5\nb,z,3\nc,x,bad\n');
  const items = folder.write('items.csv', 'item,name,price\nx,Ex,10\nx,Ex again,12\ny,Why,cheap\nw,Wide,1,1\nv,Vee\nu,You,3\n');
  const users = folder.write('users.csv', 'user,country\na,de\nd,fr\nc,de\n');
  const ratings = ratingsFile(file, { items, users, schema: { items: { columns: { price: 'number' } } } });
  assert.deepEqual(faultsOf(ratings), {
    shortLine: { count: 1, lines: [6] },
    longLine: { count: 1, lines: [5] },
    notANumber: { count: 2, lines: [5, 4] },
    emptyUser: { count: 1, lines: [5] },
    idTwice: { count: 1, lines: [3] },
    itemNotInTable: { count: 1, lines: [4] },
    userNotInTable: { count: 1, lines: [4] },
    unratedItem: { count: 1, lines: [7] },
    userWithoutRatings: { count: 2, lines: [3, 4] },
  });
  assert.deepEqual(ratings.titles, ['Ex again', 'Why', 'You', 'z']);
  assert.deepEqual([...(ratings.itemAttributes[0].kind === 'number' ? ratings.itemAttributes[0].values : [])], [12, NaN, 3, NaN]);
  assert.deepEqual([ratings.users.count, ratings.users.nameOf(1)], [2, 'b']);
});

test('only that of which nothing can be made is refused, with file and line and what to do', () => {
  const refused = (content: string | Uint8Array, message: RegExp): void => {
    assert.throws(() => ratingsFile(folder.write('bad.csv', content)), (error: Error) => error instanceof RatingsFileError && message.test(error.message), String(message));
  };
  refused('', /bad\.csv is empty/);
  refused('\n\r\n', /bad\.csv is empty/);
  refused('user,item,rating\n', /bad\.csv has no ratings: it needs lines of user, item, rating and time/);
  refused('user\na\nb\n', /bad\.csv has no column of the kind "item": it has only one column, as it is read\. Say in the schema what separates its cells/);
  refused('user,item,rating,time\na,x,good,1\nb,y,bad,2\n', /bad\.csv has 2 lines, but no rating can be read from any/);
  refused('user,item,rating\na,x,true\nb,y,false\n', /no rating can be read from any\. 2 cells hold no number .* Ratings are numbers: write others as such, as 1 for true and 0 for false, or say in the schema which column holds them \("columns"\)\.$/);
  refused(Buffer.from('\ufeffuser,item\n', 'utf16le'), /Line 1 of .*bad\.csv starts UTF-16/);
  refused(Buffer.from('{"user":"a","item":"x","rating":3}\n{"user":"b","item":"x","rating":4}\n'), /Line 1 of .*bad\.csv starts JSON, and not a table\. Save it as CSV/);
  refused(Buffer.from('\ufeff[\n  {"user": "a", "item": "x", "rating": 3}\n]\n'), /starts JSON/);
  refused(gzipSync('user,item,rating\na,x,3\n'), /bad\.csv is compressed by gzip\. Unpack it first/);
  refused(Buffer.from('PK\u0003\u0004 and so on'), /bad\.csv is an archive, or a workbook of a spreadsheet\. Unpack it, or save the sheet as CSV/);
  refused(Buffer.alloc(5 * 2 ** 20, 'x'), /bad\.csv has no column of the kind "item"/);
  refused(`user,item,rating\n${'x"y,"a\n'.repeat(41)}`, /Line \d+ of .*bad\.csv opens a quote that nothing closes/);
  assert.throws(() => ratingsFile(folder.path), /is a folder, not a file/);
  assert.throws(() => ratingsFile(`${folder.path}/none.csv`), /none\.csv does not exist/);
});
