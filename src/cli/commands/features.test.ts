import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { answerOf, metalearn } from '../../testing/command-line.js';
import { drawFolder } from '../../testing/drawings.js';
import { writeAverages, writeModel, open } from '../../testing/tiny-model.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-features-'));
after(() => rmSync(folder, { recursive: true, force: true }));
// Not the user's own cache.
process.env.XDG_CACHE_HOME = join(folder, 'cache');

const shapes = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`bar${i}`, [4 + 2 * i, 24 - 2 * i] as const]));
const images = drawFolder(join(folder, 'images'), shapes, 5);
/** Columns of 32x32 images: which rows of them are dark. */
const model = writeModel(join(folder, 'columns.onnx'), {
  inputs: [{ name: 'pixels', shape: [open, 1, 32, 32] }],
  outputs: [{ name: 'columns', shape: [open, 1, 1, 32] }],
  nodes: [['ReduceMean', ['pixels'], 'columns', { axes: [2], keepdims: 1 }]],
});
const run = join(folder, 'run');
const train = (...more: string[]) => metalearn(['train', `images:${images}`, '--ways', '3', '--size', '32', '--meta-batch', '2', '--iterations', '3', '--out', run, ...more]);

describe('train --features', () => {
  it('learns on the vectors of a model from disk, which test and adapt then use', async () => {
    const { code, stdout, stderr } = await train('--features', model, '--algorithm', 'proto-net', '--set', 'featureMean=0.5');
    assert.equal(code, 0, stderr);
    assert.match(stdout, /by features of columns\.onnx with proto-net/);
    const { setup, training } = JSON.parse(readFileSync(join(run, 'config.json'), 'utf8'));
    assert.deepEqual([setup.network, setup.featureOptions.featureMean, training.family.inputShape], ['mlp', [0.5], [32]]);
    const tested = await answerOf(['test', run, '--episodes', '4', '--no-baselines', '--json']);
    assert.equal(tested.code, 0, tested.stderr);
    const adapted = await answerOf(['adapt', run, '--support', images, '--query', join(images, 'bar0'), '--json']);
    assert.equal(adapted.code, 0, adapted.stderr);
    assert.equal(JSON.parse(adapted.stdout).predictions.length, 5);
  });

  it('says what does not fit', async () => {
    const wrong = writeAverages(join(folder, 'small.onnx'), 'NCHW', 8, 1);
    for (const [args, expected, said] of [
      [['--features', wrong], 1, /small\.onnx[^]*8/],
      [['--features', join(folder, 'none.onnx')], 1, /none\.onnx/],
      [['--features', model, '--network', 'conv4'], 2, /conv4 takes inputs of the kind image, and this task has vector/],
      [['--set', 'featurePooling=mean'], 2, /has an option featurePooling/],
      [['--features', model, '--set', 'featurePooling=max'], 2, /featurePooling=max is refused/],
    ] as const) {
      const { code, stderr } = await answerOf(['train', `images:${images}`, '--ways', '3', '--size', '32', '--out', join(folder, 'no'), ...args]);
      assert.equal(code, expected, stderr);
      assert.match(stderr, said);
    }
  });
});
