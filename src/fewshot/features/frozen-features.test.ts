import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { adam } from '../../optim/index.js';
import { key } from '../../random/index.js';
import featureJob, { featureModule, patches } from '../../testing/feature-job.js';
import { open, writeAverages, writeModel } from '../../testing/tiny-model.js';
import { metaTrain, workerPool } from '../../training/index.js';
import { classFamily } from '../family.js';
import { examplesFingerprint } from './feature-cache.js';
import { classMixture, frozenFeatures, glyphs, type FrozenFeaturesOptions } from '../index.js';

const root = mkdtempSync(join(tmpdir(), 'metalearn-features-'));
after(() => rmSync(root, { recursive: true }));
const model = writeAverages(join(root, 'averages.onnx'), 'NCHW', 4, 3);
const folder = (name: string): string => join(root, name);

/** The features of a family and how many examples went through the model. */
async function features(options: Partial<FrozenFeaturesOptions>, source = patches()) {
  let computed = 0;
  const family = await frozenFeatures(source, { model, threads: 1, ...options, onProgress: ({ done }) => (computed = done) });
  return { family, computed };
}

test('a family has the features of the examples of another, its classes and its sizes', async () => {
  const source = patches();
  const { family, computed } = await features({ cacheDirectory: folder('same'), batchSize: 7 });
  assert.equal(computed, 96);
  assert.deepEqual(family.inputShape, [3]);
  for (const split of ['train', 'validation', 'test'] as const) {
    const [own, from] = [family.splits[split], source.splits[split]];
    assert.deepEqual([own.count, own.nameOf(1), own.sizeOf(2)], [from.count, from.nameOf(1), 8]);
    for (let index = 0; index < own.count; index++) {
      for (let example = 0; example < 8; example++) {
        const [image, vector] = [new Float32Array(48), new Float32Array(5)];
        from.write(index, example, image, 0);
        own.write(index, example, vector, 1);
        for (let c = 0; c < 3; c++) {
          const mean = image.filter((_, i) => i % 3 === c).reduce((a, b) => a + b) / 16;
          assert.ok(Math.abs(vector[1 + c] - mean) < 1e-5);
        }
        assert.deepEqual([vector[0], vector[4]], [0, 0]);
      }
    }
  }
  const { support, query } = family.sample('test', key(0));
  assert.deepEqual([support.x.shape, query.x.shape], [[3, 3], [6, 3]]);
  const other = await features({ cacheDirectory: folder('same'), ways: 2, shots: [1, 2], queries: 1 });
  assert.deepEqual([other.family.target, other.family.description.shots, other.computed], [{ kind: 'classes', ways: 2 }, [1, 2], 0]);
});

test('what was computed once is read, and everything that changes features is computed again', async () => {
  const cacheDirectory = folder('kept');
  const first = await features({ cacheDirectory });
  const again = await features({ cacheDirectory, batchSize: 3 });
  assert.deepEqual([first.computed, again.computed], [96, 0]);
  assert.deepEqual(again.family.sample('train', key(3)), first.family.sample('train', key(3)));
  assert.deepEqual(again.family.description, first.family.description);
  const others = [
    features({ cacheDirectory, std: [2] }),
    features({ cacheDirectory, maximumExamples: 5 }),
    features({ cacheDirectory, layout: 'NCHW' }),
    features({ cacheDirectory, model: writeAverages(join(root, 'other.onnx'), 'NHWC', 4, 3) }),
    features({ cacheDirectory }, patches(9)),
    features({ cacheDirectory }, patches(8, 0.5)),
  ];
  assert.deepEqual((await Promise.all(others)).map(({ computed }) => computed), [96, 60, 96, 96, 108, 96]);
  assert.equal(readdirSync(cacheDirectory).length, 7);
});

test('features of images that were decoded otherwise are computed again, though only some examples are looked at', () => {
  assert.equal(examplesFingerprint(patches()), examplesFingerprint(patches()));
  assert.notEqual(examplesFingerprint(patches(), 1), examplesFingerprint(patches()));
});

test('only the first examples of a class are used where a number is given, and that must do for a task', async () => {
  const { family } = await features({ cacheDirectory: folder('few'), maximumExamples: 4 });
  assert.equal(family.splits.train.sizeOf(0), 4);
  let seen = 0;
  await assert.rejects(features({ cacheDirectory: folder('too few'), maximumExamples: 2 }, patches(8, 0, () => seen++)), /has 2 examples, but 1 shots and 2 queries need 3/);
  assert.ok(seen <= 12, `${seen} examples were written`);
  await assert.rejects(features({ maximumExamples: 0 }), /maximumExamples must be .*got 0/);
  await assert.rejects(frozenFeatures(glyphs(), { model }), /Class "character 0" of glyphs \(train\) has 1073741824 examples, too many.*Give maximumExamples/);
});

test('a damaged file is computed again, and a folder that cannot be written to is a warning', async () => {
  const cacheDirectory = folder('damaged');
  await features({ cacheDirectory });
  const [name] = readdirSync(cacheDirectory);
  const file = join(cacheDirectory, name);
  const whole = readFileSync(file);
  writeFileSync(file, whole.subarray(0, whole.length - 40));
  assert.equal((await features({ cacheDirectory })).computed, 96);
  assert.deepEqual(readFileSync(file), whole);
  writeFileSync(folder('a file'), '');
  const { family } = await features({ cacheDirectory: join(folder('a file'), 'in it') });
  assert.match(family.warnings![0], /^The features could not be kept, and will be computed again next time: /);
  assert.equal((await features({ cacheDirectory })).family.warnings, undefined);
});

test('warnings of the family stay', async () => {
  const { family } = await features({ cacheDirectory: folder('warned') }, { ...patches(), warnings: ['Take care.'] });
  assert.deepEqual(family.warnings, ['Take care.']);
});

test('values that are no numbers stop it, with the class', async () => {
  const logs = writeModel(join(root, 'log.onnx'), { inputs: [{ name: 'x', shape: [open, 4, 4, 3] }], outputs: [{ name: 'y', shape: [open, 4, 4, 3] }], nodes: [['Log', ['x'], 'y']] });
  await assert.rejects(features({ model: logs, cacheDirectory: folder('logs') }), /The model gives (NaN|-Infinity) for an example of class "patch \d" of patches \(train\)/);
});

test('worker processes rebuild the family from the kept features and train to the same bits', async () => {
  const options = { model, cacheDirectory: folder('workers') };
  const train = async (workers: number) =>
    metaTrain({
      ...(await featureJob(options)),
      optimizer: adam(0.01),
      iterations: 3,
      metaBatchSize: 4,
      chunkSize: 2,
      seed: 1,
      ...(workers ? { executor: workerPool({ workers, module: featureModule, options }) } : {}),
    });
  const alone = await train(0);
  assert.deepEqual((await train(1)).theta, alone.theta);
});

test('a mixture keeps its kinds, each with its sizes, and turns that may not meet do not', async () => {
  const cacheDirectory = folder('mixture');
  const sized = (shots: number, queries: number) => {
    const { name, splits, inputShape, description } = patches();
    return classFamily(name, splits, inputShape, { ways: 3, shots, queries }, { image: description.image });
  };
  const mixed = classMixture({ few: sized(1, 2), many: sized(4, 3) });
  const { family } = await features({ cacheDirectory }, mixed);
  for (let i = 0; i < 20; i++) {
    const kind = family.kindOf!('train', key(i));
    assert.equal(kind, mixed.kindOf!('train', key(i)));
    const { support } = family.sample('train', key(i));
    const counted = support.mask ? support.mask.data.filter((there: number) => there > 0).length : support.x.shape[0];
    assert.equal(counted, kind === 'few' ? 3 : 12);
  }
  await assert.rejects(features({ cacheDirectory, shots: 2 }, mixed), /draws its tasks in a way of its own, so that shots must be given to it/);
  const whole = patches();
  const paired = { ...whole, splits: { ...whole.splits, train: { ...whole.splits.train, variants: 2 } } };
  assert.equal((await features({ cacheDirectory }, paired)).family.splits.train.variants, 2);
});
