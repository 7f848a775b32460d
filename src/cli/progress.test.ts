import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe as told, progressLine } from './progress.js';

/** What a stream that is no terminal was sent. */
const sink = (): { stream: NodeJS.WriteStream; lines: string[] } => {
  const lines: string[] = [];
  return { stream: { write: (text: string) => lines.push(text) > 0 } as unknown as NodeJS.WriteStream, lines };
};

describe('a progress line', () => {
  it('says how far work is, by number or without an end', () => {
    assert.equal(told({ done: 12_400, total: 70_000, rate: 1350, loss: 0.6123, validation: '0.58', secondsLeft: 43 }), '12,400/70,000  43 s left  1,350/s  loss 0.612  validation 0.58');
    assert.equal(told({ done: 300, rate: 2.345 }), '300  2.3/s');
  });

  it('estimates the time left where the work does not say it', async () => {
    const { stream, lines } = sink();
    const line = progressLine('testing', stream);
    await sleep(20);
    line.show({ done: 1, total: 2 });
    line.end();
    assert.match(lines.join(''), /^testing {2}1\/2 {2}0\.\d s left\n$/);
  });

  it('estimates nothing before anything is done', () => {
    const { stream, lines } = sink();
    const line = progressLine('testing', stream);
    line.show({ done: 0, total: 2 });
    line.end();
    assert.equal(lines.join(''), 'testing  0/2\n');
  });
});
