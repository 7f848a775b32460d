import assert from 'node:assert/strict';
import { test } from 'node:test';
import { conv4Encoder, crossEntropy, mlp, mlpEncoder } from '../nn/index.js';
import { alpaca, anil, imaml, maml, matchingNet, metaSgd, protoMaml, protoNet, r2d2, relationNet } from './index.js';

const encoder = mlpEncoder({ inputs: 2, hidden: [4] });
const learner = mlp({ inputs: 2, outputs: 2, hidden: [4] });
const loss = crossEntropy;
const maps = conv4Encoder({ inputShape: [28, 28, 1], channels: 4, positions: 'map', halvings: 2 });

/** By words that are not theirs they trained as with another, and said so of neither. */
const ofTwo: Readonly<Record<string, (queryStatistics: never) => unknown>> = {
  maml: (queryStatistics) => maml({ learner, loss, queryStatistics }),
  anil: (queryStatistics) => anil({ learner, loss, queryStatistics }),
  metaSgd: (queryStatistics) => metaSgd({ learner, loss, queryStatistics }),
  imaml: (queryStatistics) => imaml({ learner, loss, queryStatistics }),
  protoMaml: (queryStatistics) => protoMaml({ encoder, ways: 2, loss, queryStatistics }),
};
const ofThree: Readonly<Record<string, (queryStatistics: never) => unknown>> = {
  protoNet: (queryStatistics) => protoNet({ encoder, ways: 2, queryStatistics }),
  matchingNet: (queryStatistics) => matchingNet({ encoder, ways: 2, queryStatistics }),
  relationNet: (queryStatistics) => relationNet({ encoder: maps, ways: 2, queryStatistics }),
  r2d2: (queryStatistics) => r2d2({ encoder, ways: 2, queryStatistics }),
  alpaca: (queryStatistics) => alpaca({ encoder, outputs: 1, queryStatistics }),
};

for (const [group, words] of [[ofTwo, "'query' or 'support'"], [ofThree, "'query', 'support' or 'both'"]] as const) {
  for (const [name, make] of Object.entries(group)) {
    test(`${name} takes ${words} as statistics of the query set, and refuses other words`, () => {
      for (const [, word] of words.matchAll(/'(\w+)'/g)) assert.ok(make(word as never));
      for (const word of words.includes('both') ? ['suport'] : ['suport', 'both']) {
        assert.throws(() => make(word as never), { name: 'RangeError', message: `queryStatistics must be ${words}, got '${word}'.` });
      }
    });
  }
}

test("alpaca's precision is one of two words", () => {
  for (const precision of ['ful', 'toString']) assert.throws(() => alpaca({ encoder, outputs: 1, precision: precision as 'full' }), { name: 'RangeError', message: `precision must be 'diagonal' or 'full', got '${precision}'.` });
});
