import assert from 'node:assert/strict';
import { test } from 'node:test';
import { generatorOf, key, uniformOf } from '../../random/index.js';
import { assertClose } from '../../testing/close.js';
import { coordinate, discsOf, drawDiscs, velocity } from './discs.js';

test('a disc that goes to and fro is where one is that turns at the sides', () => {
  for (const [start, speed] of [[0.2, 0.03], [-0.4, -0.05], [0.5, 0.07], [-0.5, 0.1]]) {
    let [at, going] = [start, speed];
    for (let step = 1; step < 200; step++) {
      at += going;
      if (Math.abs(at) > 0.5) {
        at = Math.sign(at) - at;
        going = -going;
      }
      assertClose(coordinate(start, speed, step), at, 1e-9, 1);
      // At the sides themselves, either way is right.
      if (Math.abs(at) < 0.4999) assertClose(velocity(start, speed, step), going);
    }
  }
});

test('a disc that stands still stays', () => {
  assertClose([coordinate(0.3, 0, 17), velocity(0.3, 0, 17)], [0.3, 0]);
});

test('discs are drawn in the square, clear of the start, with the speed asked for in all directions', () => {
  const generator = generatorOf(key(1));
  const discs = drawDiscs(() => uniformOf(generator), 500, 0.2, 0.05);
  const quarters = new Set<string>();
  for (const { x, y, vx, vy } of discs) {
    assert.ok(Math.max(Math.abs(x), Math.abs(y)) <= 0.5 && Math.hypot(x, y) >= 0.4);
    assertClose(Math.hypot(vx, vy), 0.05);
    quarters.add(`${Math.sign(vx)} ${Math.sign(vy)}`);
  }
  assert.equal(quarters.size, 4);
});

test('discs of a row are put to its own step', () => {
  const discs = discsOf([[{ x: 0, y: 0.1, vx: 0.1, vy: -0.1 }], [{ x: 0.2, y: 0, vx: 0.1, vy: 0 }]]);
  discs.place(1, 4);
  assertClose([...discs.now], [0, 0.1, 0.1, -0.1, 0.4, 0, -0.1, 0]);
});
