import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AdaptProgram, ArtifactCard } from '../artifact/index.js';
import { requireMeaning } from './check-support.js';
import { WebModelError } from './errors.js';
import type { Inputs } from './feeds.js';

const program = { predict: { outputs: [{ name: 'scores', shape: [500], dtype: 'float32' }] } } as unknown as AdaptProgram;
const checked = (learns: object, support: Inputs) => () => requireMeaning({ learns } as unknown as ArtifactCard, program, support);
const classes = { kind: 'classes', ways: 3 };
const ratings = { kind: 'ratings', scale: { low: 0, high: 10 } };
const refused = (act: () => void, words: RegExp) => assert.throws(act, (error: Error) => error instanceof WebModelError && words.test(error.message));

test('labels are classes of the model', () => {
  checked(classes, { y: [0, 2, 1] })();
  checked(classes, { y: [0, -1], mask: [1, 0] })();
  refused(checked(classes, { y: [0, -1] }), /y has -1 at position 1: a label is the number of a class, 0 to 2/);
  refused(checked(classes, { y: [1.5] }), /y has 1\.5/);
  refused(checked(classes, { y: [3] }), /y has 3/);
});

test('items are in the catalogue, and ratings on the scale', () => {
  checked(ratings, { items: [0, 499], y: [0, 10] })();
  refused(checked(ratings, { items: [-1], y: [5] }), /items has -1 at position 0: an item is its place in the catalogue, 0 to 499/);
  refused(checked(ratings, { items: [1.7], y: [5] }), /items has 1\.7/);
  refused(checked(ratings, { items: [500], y: [5] }), /items has 500/);
  refused(checked(ratings, { items: [1], y: [11] }), /y has 11 at position 0: ratings go from 0 to 10/);
});
