import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Line, type Script, type Spoken } from './line.js';
import { Mailbox } from './mailbox.js';

interface Message {
  readonly number: number;
  /** What is no vector goes through the port. */
  readonly vector?: Float32Array;
}

const script: Script<Message> = {
  write: ({ number, vector }) => vector && { words: [number], vectors: [vector] },
  read: ({ words: [number], vectors: [vector] }) => ({ number, vector }),
};

/** Two ends of one line. What goes through a port lies in `inTransit` of the other end until that hears it. */
function ends() {
  const file = Mailbox.file()!;
  const got: Message[][] = [[], []];
  const inTransit: Spoken<Message>[][] = [[], []];
  const lines = ([0, 1] as const).map((side) => {
    const line = new Line<Message, Message>((spoken) => inTransit[1 - side].push(spoken), (message) => got[side].push(message));
    line.attach(new Mailbox(file, side), script, script);
    return line;
  });
  return { lines, got, inTransit, hear: (side: number): boolean => { const next = inTransit[side].shift(); if (next) lines[side].hear(next); return next !== undefined; } };
}

const small = (number: number): Message => ({ number, vector: Float32Array.of(number, number / 3, -0, NaN) });

test('a vector goes through the mailbox of who watches, and through the port of who does not', () => {
  const { lines: [left, right], got, inTransit, hear } = ends();
  left.send(small(1));
  assert.equal(inTransit[1].length, 1);
  hear(1);
  right.watch(true);
  left.send(small(2));
  assert.equal(inTransit[1].length, 0);
  assert.equal(got[1].length, 1);
  right.look();
  assert.deepEqual(got[1], [small(1), small(2)]);
});

test('a letter that waits is collected before what was said after it, and not before what was said before it', () => {
  const { lines: [left, right], got, inTransit, hear } = ends();
  right.watch(true);
  left.send({ number: 1 });
  left.send(small(2));
  // The box is full.
  left.send(small(3));
  assert.equal(inTransit[1].length, 2);
  right.look();
  assert.equal(got[1].length, 0);
  while (hear(1));
  assert.deepEqual(got[1].map(({ number }) => number), [1, 2, 3]);
});

test('who stops to watch gets what was posted before, and is rung for what is posted by who does not know yet', () => {
  const { lines: [left, right], got, inTransit, hear } = ends();
  right.watch(true);
  left.send(small(1));
  right.watch(false);
  assert.equal(got[1].length, 1);
  right.watch(true);
  // What left knows of right.
  left.look();
  right.watch(false);
  left.send(small(2));
  assert.deepEqual(inTransit[1], [{ ring: true }]);
  hear(1);
  assert.deepEqual(got[1].map(({ number }) => number), [1, 2]);
});

test('a vector that does not fit goes through the port', () => {
  const { lines: [left, right], inTransit } = ends();
  right.watch(true);
  left.send({ number: 1, vector: new Float32Array(2 ** 18) });
  assert.equal(inTransit[1].length, 1);
});

test('all that is said arrives once and in order, whoever looks, listens or sleeps when', () => {
  const act = fc.record({ side: fc.constantFrom(0, 1), what: fc.constantFrom('send', 'post', 'look', 'hear', 'watch', 'sleep') });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 60 }), (acts) => {
      const { lines, got, hear } = ends();
      const sent: number[] = [0, 0];
      for (const { side, what } of acts) {
        if (what === 'send') lines[side].send({ number: sent[side]++ });
        else if (what === 'post') lines[side].send(small(sent[side]++));
        else if (what === 'look') lines[side].look();
        else if (what === 'hear') hear(side);
        else lines[side].watch(what === 'watch');
      }
      for (const line of lines) line.watch(false);
      while (hear(0) || hear(1));
      for (const side of [0, 1]) assert.deepEqual(got[side].map(({ number }) => number), [...Array(sent[1 - side]).keys()]);
      // Both have the same descriptor here.
      lines[0].detach();
    }),
  );
});
