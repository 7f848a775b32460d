import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Scene, Shape } from '../../../rl/index.js';
import { boundsOf, drawShapes, episodePicture, sceneOf, viewOf } from './index.js';

const unit = { left: -1, right: 1, bottom: -1, top: 1 };
const at = (x: number, y: number): Shape => ({ kind: 'circle', x, y, radius: 0.1, tone: 'agent' });
const scene = (overrides: Partial<Scene> = {}): Scene => ({ ...unit, still: [], frames: [[at(0, 0)], [at(0.5, 0.5)]], ...overrides });

describe('a view of a scene', () => {
  it('has y upwards, and the middle in the middle', () => {
    const view = viewOf(unit, 200);
    assert.deepEqual([view.x(0), view.y(0), view.x(1), view.y(1), view.height], ['100', '100', '200', '0', 200]);
  });

  it('keeps its shape, and is neither a tower nor a thread', () => {
    for (const bounds of [{ left: 0, right: 1, bottom: 0, top: 100 }, { left: 0, right: 100, bottom: 0, top: 1 }]) {
      const { width, height, scale } = viewOf(bounds, 300);
      assert.ok(height >= 75 && height <= 360, String(height));
      assert.ok(scale * (bounds.right - bounds.left) <= width + 1e-9 && scale * (bounds.top - bounds.bottom) <= height + 1);
    }
  });

  it('holds all scenes that are drawn beside each other', () => {
    assert.deepEqual(boundsOf([unit, { left: -3, right: 0, bottom: 0, top: 5 }]), { left: -3, right: 1, bottom: -1, top: 5 });
  });

  it('holds the ways that were gone beyond a scene, but not to where all else is too small to see', () => {
    const trail = [[0, 0], [1.5, -1.2], [NaN, 0.5]] as const;
    const { left, right, bottom, top } = boundsOf([{ ...unit, trail }, unit]);
    assert.deepEqual([left, top], [-1, 1]);
    assert.ok(right > 1.5 && right < 1.7 && bottom < -1.2 && bottom > -1.4, `${right}, ${bottom}`);
    assert.deepEqual(boundsOf([{ ...unit, trail: [[1000, 0]] }]), { ...unit, right: 2 });
  });

  it('never writes what is not a number, whatever the bounds and the shapes are', () => {
    const value = fc.oneof(fc.double({ min: -1e6, max: 1e6 }), fc.constantFrom(NaN, Infinity, -Infinity, 0));
    fc.assert(
      fc.property(value, value, value, value, (left, right, x, y) => {
        const drawn = episodePicture('any', scene({ left, right, frames: [[at(x, y), { kind: 'line', points: [[x, y], [0, 0]], tone: 'plain' }]], trail: [[x, y]] }));
        assert.doesNotMatch(drawn, /NaN|Infinity|undefined/);
      }),
    );
  });
});

describe('shapes', () => {
  it('have the class of their tone, and texts are made safe', () => {
    const drawn = drawShapes([{ kind: 'polygon', points: [[0, 0], [1, 0], [0, 1]], tone: 'obstacle', hollow: true }, { kind: 'text', x: 0, y: 0, text: '<b>', tone: 'plain' }], viewOf(unit, 100));
    assert.match(drawn, /<polygon class="obstacle outline" points="50,50 100,50 50,0">/);
    assert.match(drawn, /&#60;b&#62;/);
  });
});

describe('the picture of an episode', () => {
  it('has the way that was gone, where there is one', () => {
    const drawn = episodePicture('way', scene({ trail: [[0, 0], [0.5, 0.5]] }), unit, 200);
    assert.match(drawn, /class="agent way" points="100,100 150,50"/);
    assert.equal(drawn.match(/<g opacity/g), null);
  });

  it('has moments of it where there is none, the last the darkest', () => {
    const opacities = [...episodePicture('moments', scene({ frames: Array.from({ length: 40 }, (_, i) => [at(i / 40, 0)]) })).matchAll(/<g opacity="([\d.]+)"/g)].map(([, opacity]) => Number(opacity));
    assert.equal(opacities.length, 6);
    assert.deepEqual(opacities, [...opacities].sort((a, b) => a - b));
    assert.equal(opacities.at(-1), 1);
  });

  it('is drawn of rewards, where a family says nothing of its looks', () => {
    const episode = { steps: 2, observations: new Float32Array(3), actions: new Float32Array(2), rewards: Float32Array.of(1, -3) };
    assert.equal(sceneOf({}, null, episode).frames.length, 3);
  });
});
