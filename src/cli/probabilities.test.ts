import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nearestMean } from '../algorithms/index.js';
import { sharedData, withoutSharedData } from '../testing/shared-data.js';
import { untyped } from './catalogue/index.js';
import { describeProbabilities, measureProbabilities } from './probabilities.js';
import { completeSettings } from './settings/index.js';
import { familyOf } from './setup.js';

/** The nearest class mean on raw inputs: nothing to train. */
async function measured(task: string, data?: string) {
  const { settings } = completeSettings({ task }, { algorithm: 'proto-net', ways: 3, shots: 2, queries: 4, ...(data ? { data } : {}) });
  const family = await familyOf(settings, settings);
  const algorithm = untyped(nearestMean({ inputShape: family.inputShape, ways: 3 }));
  return measureProbabilities({ settings, family }, { algorithm, theta: {}, steps: 0 }, { episodes: 40, seed: 0 });
}

describe('how far probabilities can be trusted', () => {
  it('is measured with a class of each task held out', async () => {
    const probabilities = await measured('glyphs');
    const { calibrationError, uncalibratedError, kept, refused, areaUnderCurve, outsiders, temperature } = probabilities;
    assert.equal(outsiders, 'other classes');
    assert.ok(temperature > 1 && calibrationError < uncalibratedError / 2, `${calibrationError}, ${uncalibratedError} before`);
    assert.ok(kept! > 0.8 && refused! > 0 && areaUnderCurve! > 0.5);
    assert.match(describeProbabilities(probabilities), /off by [\d.]+ % on the mean[^]*refuses [\d.]+ % of those that belong to another class/);
  });

  it('is measured with what belongs to no class, where the data have such', { skip: withoutSharedData }, async () => {
    const probabilities = await measured('clinc150', sharedData);
    assert.equal(probabilities.outsiders, 'no class');
    assert.ok(probabilities.areaUnderCurve! > 0.7, `${probabilities.areaUnderCurve}`);
  });
});
