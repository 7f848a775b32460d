import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { dateOrderOf, secondsOfDate } from './dates.js';

const day = Date.UTC(2021, 1, 13) / 1000;

test('dates are read in UTC where they name no zone, whatever stands first', () => {
  for (const cell of ['2021-02-13', '2021/2/13', '13/02/2021', '13.2.2021', '13-02-21', ' 13/02/2021 00:00 ', '13 February 2021', 'Feb 13, 2021', '13-Feb-2021', '13-FEB-21', '13-Feb-2021 00:00', 'Feb 12 2021 19:00 EST', '13 Feb 2021 01:00:00 +0100', '2021-02-13T00:00Z', '2021-02-13 02:00:00+02:00', '12/02/2021 22:30 -0130', '13/02/2021, 12:00 am', 'Sat, 13 Feb 2021 00:00:00 GMT']) {
    assert.equal(secondsOfDate(cell, 'day-first'), day, cell);
  }
  assert.equal(secondsOfDate('02/13/2021 1:05:06.25 PM', 'month-first'), day + 13 * 3600 + 306.25);
  assert.equal(secondsOfDate('13/02/2021 10:00:00,5', 'day-first'), day + 36_000.5);
  assert.equal(secondsOfDate('2021-02', 'day-first'), Date.UTC(2021, 1) / 1000);
  assert.equal(secondsOfDate('1/2/50', 'day-first'), Date.UTC(1950, 1, 1) / 1000);
  fc.assert(fc.property(fc.date({ min: new Date(-1e12), max: new Date(4e12), noInvalidDate: true }), (date) => assert.ok(Math.abs(secondsOfDate(date.toISOString(), 'day-first')! - date.getTime() / 1000) < 1e-6)));
});

test('the time zone of the machine changes nothing', () => {
  const code = `import(${JSON.stringify(new URL('./dates.js', import.meta.url).href)}).then(({ secondsOfDate }) => console.log(['13/02/2021', '13-Feb-2021', 'Feb 13, 2021 0:00', '2021-02-13 00:00'].map((cell) => secondsOfDate(cell, 'day-first')).join()))`;
  for (const TZ of ['America/New_York', 'Asia/Tokyo']) assert.equal(execFileSync(process.execPath, ['-e', code], { env: { ...process.env, TZ }, encoding: 'utf8' }).trim(), [day, day, day, day].join(), TZ);
});

test('what is no date is none, and no day that a month lacks becomes one of the next', () => {
  for (const cell of ['', '5', '0,5', 'step 3', 'step 2021', '30/02/2021', '13/13/2021', '2021-13-01', '13/02-2021', '13/02/2021 25:00', '13/02/2021 13:00 pm', 'soon', '10:30:00']) assert.equal(secondsOfDate(cell, 'day-first'), undefined, cell);
});

test('a number above 12 anywhere tells the order of a whole column', () => {
  assert.equal(dateOrderOf(['01/02/2021', '13/02/2021', '2021-05-06', '']), 'day-first');
  assert.equal(dateOrderOf(['1.2.2021', '2.28.2021']), 'month-first');
  assert.equal(dateOrderOf(['01/02/2021', '12/12/2021']), 'either');
  assert.equal(dateOrderOf(['13/02/2021', '02/13/2021']), 'both');
  assert.equal(dateOrderOf(['2021-05-06', '7', 'May 3, 2021']), undefined);
});
