import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { answerOf, metalearn } from '../../testing/command-line.js';
import { barPng, drawFolder } from '../../testing/drawings.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-images-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Nine classes of bars, four drawings of each. */
const shapes = Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`bar${i}`, [4 + 2 * i, 24 - 2 * i] as const]));
const mine = drawFolder(join(folder, 'mine'), shapes, 4);
const trainOn = (directory: string, out: string, options: readonly string[]) => ['train', `images:${directory}`, '--meta-batch', '2', '--iterations', '3', '--workers', '0', '--out', join(folder, out), ...options];
const train = (directory: string, out: string, ...options: string[]) => metalearn(trainOn(directory, out, options));

describe('train images:DIR', () => {
  it('learns from a folder of the user, which test and adapt then know', async () => {
    const { code, stderr } = await train(mine, 'run', '--ways', '2', '--size', '20');
    assert.equal(code, 0, stderr);
    const tested = await answerOf(['test', join(folder, 'run'), '--episodes', '4', '--no-baselines', '--json']);
    assert.equal(tested.code, 0, tested.stderr);
    const { task, ways, queries, protocol, metric, inductive } = JSON.parse(tested.stdout);
    assert.deepEqual([task, ways, queries, protocol, metric], ['images', 2, 3, 'transductive', 'accuracy']);
    assert.equal(inductive.bySteps.length, 4);

    // With one class less, classes of the training would be among those to test on.
    renameSync(join(mine, 'bar8'), join(mine, '.bar8'));
    const changed = await answerOf(['test', join(folder, 'run'), '--episodes', '4', '--no-baselines']);
    renameSync(join(mine, '.bar8'), join(mine, 'bar8'));
    assert.equal(changed.code, 1);
    assert.match(changed.stderr, /was made with another configuration: [^]*sha256 is [^]*Test it on the data that it was trained on/);
  });

  it('asks for what the folder does not have in a sentence, before anything is written', async () => {
    const mixed = drawFolder(join(folder, 'mixed'), shapes, 4);
    writeFileSync(join(mixed, 'bar0', '9.png'), barPng(4, 4, 0, 30));
    const damaged = drawFolder(join(folder, 'damaged'), shapes, 4);
    writeFileSync(join(damaged, 'bar0', '9.png'), barPng(4, 4, 0).subarray(0, 20));
    for (const [directory, options, expected, said] of [
      [mine, ['--ways', '5'], 2, /9 classes are too few[^]*15 in all\. Ask for fewer ways/],
      [mine, ['--ways', '2', '--shots', '4'], 2, /has 4 examples, but 4 shots and 1 queries need 5/],
      [mixed, ['--ways', '2'], 1, /differ in size[^]*Give a size/],
      [damaged, ['--ways', '2'], 1, /bar0[/\\]9\.png/],
    ] as const) {
      const { code, stderr } = await answerOf(trainOn(directory, 'refused', options));
      assert.equal(code, expected, stderr);
      assert.match(stderr, said);
      assert.doesNotMatch(stderr, /\n\s+at /);
    }
    // Nothing was left in the way of the next try.
    const { code, stderr } = await train(mine, 'refused', '--ways', '2', '--channels', '4');
    assert.equal(code, 0, stderr);
  });
});

describe('--test-shift', () => {
  const run = join(folder, 'shifted');
  const figures = async (...options: string[]) => {
    const { code, stdout, stderr } = await answerOf(['test', run, '--episodes', '4', '--no-probabilities', '--json', ...options]);
    assert.equal(code, 0, stderr);
    return JSON.parse(stdout) as { testShift?: number; mean: number; baselines: { name: string; mean: number }[] };
  };

  it('is a way to test, adapt and export that a run was trained with, or is told afterwards', async () => {
    const { code, stderr } = await train(mine, 'shifted', '--ways', '2', '--size', '16', '--channels', '2', '--algorithm', 'proto-net', '--test-shift', '2');
    assert.equal(code, 0, stderr);
    const [shifted, none] = [await figures(), await figures('--test-shift', '0', '--no-baselines')];
    assert.deepEqual([shifted.testShift, none.testShift], [2, undefined]);
    assert.equal(shifted.baselines.length, 5);
    assert.deepEqual(await figures('--workers', '2', '--no-baselines'), await figures('--workers', '0', '--no-baselines'));
    assert.match(readFileSync(join(run, 'report.html'), 'utf8'), /testShift/);
    const told = await answerOf(['test', run, '--episodes', '4', '--no-baselines', '--no-probabilities']);
    assert.match(told.stdout, /Test-time augmentation: tasks are also learned and predicted from copies of the images, shifted by 2 pixels, in all ways alike\./);

    const [support, query] = [drawFolder(join(folder, 'support'), { wide: [2, 26], slim: [12, 16] }, 1), drawFolder(join(folder, 'query'), { all: [4, 24] }, 2)];
    const adapted = async (...options: string[]): Promise<unknown> => {
      const { code: failed, stdout, stderr: said } = await answerOf(['adapt', run, '--support', support, '--query', join(query, 'all'), '--json', ...options]);
      assert.equal(failed, 0, said);
      return JSON.parse(stdout).predictions;
    };
    const own = await adapted();
    assert.deepEqual(await adapted('--test-shift', '2'), own);
    assert.notDeepEqual(await adapted('--test-shift', '0'), own);

    const exported = await answerOf(['export', run, '--out', join(folder, 'shifted-model'), '--test-shift', '1']);
    assert.equal(exported.code, 0, exported.stderr);
    const card = readFileSync(join(folder, 'shifted-model', 'README.md'), 'utf8');
    assert.match(card, /shifted by 2 pixels, in all ways alike\. The exported programs shift copies by 1, which was not tested\./);
    assert.match(card, /--test-shift 1 /);
  });

  it('is refused where there are no images, or none so large', async () => {
    for (const [task, options, said] of [
      ['sinusoid', ['--test-shift', '1'], /--test-shift 1 shifts images, and the task sinusoid has none: leave it out/],
      ['glyphs', ['--test-shift', '16', '--size', '16'], /--test-shift 16: images are 16 by 16 pixels: give 15 or less/],
      ['nav2d', ['--test-shift', '1'], /--test-shift shifts images, and an environment has none/],
    ] as const) {
      const out = join(folder, 'not-shifted');
      const { code, stderr } = await answerOf(['train', task, ...options, '--out', out]);
      assert.equal(code, 2, stderr);
      assert.match(stderr, said);
      assert.ok(!existsSync(out));
    }
  });
});

describe('own images and other ways', () => {
  it('train with more ways than they are tested with, on the same classes', async () => {
    const many = drawFolder(join(folder, 'many'), Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`bar${i}`, [2 + 2 * i, 26 - 2 * i] as const])), 4);
    const { code, stderr } = await train(many, 'wide', '--algorithm', 'proto-net', '--size', '16', '--channels', '2', '--ways', '2', '--train-ways', '3', '--queries', '2');
    assert.equal(code, 0, stderr);
    const wide = await answerOf(['test', join(folder, 'wide'), '--episodes', '4', '--no-probabilities', '--json']);
    assert.equal(wide.code, 0, wide.stderr);
    // What was pretrained for 2 ways serves for 3.
    const three = await answerOf(['test', join(folder, 'wide'), '--episodes', '4', '--ways', '3', '--no-probabilities', '--json']);
    assert.equal(three.code, 0, three.stderr);
    assert.deepEqual(JSON.parse(three.stdout).baselines.map(({ name }: { name: string }) => name).length, 5);
    assert.doesNotMatch(three.stderr, /pretraining once/);
    const four = await answerOf(['test', join(folder, 'wide'), '--episodes', '4', '--ways', '4']);
    assert.equal(four.code, 2);
    assert.match(four.stderr, /4-way task/);
  });

  it('take a folder called x.png for none of the images', async () => {
    const odd = drawFolder(join(folder, 'odd'), shapes, 4);
    mkdirSync(join(odd, 'bar0', 'thumbnails.png'));
    const { code, stderr } = await train(odd, 'odd-run', '--ways', '2', '--channels', '4');
    assert.equal(code, 0, stderr);
  });
});
