import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { answerOf, metalearn } from '../../testing/command-line.js';
import { barPng, drawFolder as draw } from '../../testing/drawings.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-adapt-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const [upright, lying, square] = [[4, 26], [26, 4], [16, 16]] as const;
const shapes = { upright, lying, square };
const bar = (kind: keyof typeof shapes, shift: number): Uint8Array => barPng(shapes[kind][0], shapes[kind][1], shift);

describe('adapt', () => {
  const run = join(folder, 'run');
  const support = draw(join(folder, 'support'), { upright, lying }, 3);
  const query = join(folder, 'query');
  before(async () => {
    mkdirSync(query);
    writeFileSync(join(query, 'a.png'), bar('upright', 5));
    writeFileSync(join(query, 'b.png'), bar('lying', 5));
    const { code, stderr } = await metalearn(['train', 'glyphs', '--ways', '3', '--queries', '5', '--meta-batch', '4', '--iterations', '6', '--workers', '0', '--out', run]);
    assert.equal(code, 0, stderr);
  });

  it('predicts images of classes it was just shown, fewer than it could tell apart', async () => {
    const { code, stdout, stderr } = await answerOf(['adapt', run, '--support', support, '--query', query, '--json']);
    assert.equal(code, 0, stderr);
    const { classes, support: counts, predictions } = JSON.parse(stdout);
    assert.deepEqual([classes, counts], [['lying', 'upright'], { lying: 3, upright: 3 }]);
    assert.deepEqual(predictions.map(({ predicted }: { predicted: string }) => predicted), ['upright', 'lying']);
    for (const { probabilities } of predictions) assert.ok(Math.abs(probabilities.lying + probabilities.upright - 1) < 1e-6);
  });

  it('says which pictures and folders it passes over', async () => {
    const [own, asked] = [join(folder, 'mixed'), join(folder, 'asked')];
    cpSync(support, own, { recursive: true });
    cpSync(query, asked, { recursive: true });
    writeFileSync(join(own, 'lying', 'c.webp'), '');
    mkdirSync(join(own, 'upright', 'more'));
    writeFileSync(join(asked, 'd.HEIC'), '');
    const { code, stdout, stderr } = await answerOf(['adapt', run, '--support', own, '--query', asked, '--json']);
    assert.equal(code, 0, stderr);
    const { warnings, predictions } = JSON.parse(stdout);
    assert.equal(predictions.length, 2);
    assert.equal(stderr, warnings.map((each: string) => `${each}\n`).join(''));
    assert.deepEqual(warnings.map((each: string) => each.split(':')[0]), [
      '1 folder within the folders of classes is passed over, such as upright/more',
      '1 picture is passed over, such as lying/c.webp',
      '1 picture is passed over, such as d.HEIC',
    ]);
  });

  it('prints a table for people', async () => {
    const { stdout } = await answerOf(['adapt', run, '--support', support, '--query', query]);
    assert.match(stdout, /Adapted to 6 images of 2 classes in 3 steps\.\n\nimage +predicted +lying +upright\n-+\na\.png +upright .* %\nb\.png/);
  });

  it('predicts an image alike, whatever other images are beside it', async () => {
    const alone = join(folder, 'alone');
    mkdirSync(alone);
    writeFileSync(join(alone, 'a.png'), bar('upright', 5));
    const both = JSON.parse((await answerOf(['adapt', run, '--support', support, '--query', query, '--json'])).stdout);
    const one = JSON.parse((await answerOf(['adapt', run, '--support', support, '--query', alone, '--json'])).stdout);
    assert.ok(Math.abs(one.predictions[0].probabilities.upright - both.predictions[0].probabilities.upright) < 1e-5);
  });

  it('says that a learner diverged, and predicts nothing', async () => {
    const diverged = join(folder, 'diverged');
    cpSync(run, diverged, { recursive: true });
    // Weights so large that what they make is infinite after a step, whatever its rounding.
    for (const name of readdirSync(diverged).filter((own) => own.endsWith('.safetensors'))) {
      const bytes = readFileSync(join(diverged, name));
      const start = 8 + Number(bytes.readBigUInt64LE());
      for (let at = start; at + 4 <= bytes.length; at += 4) bytes.writeFloatLE(bytes.readFloatLE(at) * 1e18, at);
      writeFileSync(join(diverged, name), bytes);
    }
    const { code, stdout, stderr } = await answerOf(['adapt', diverged, '--support', support, '--query', query]);
    assert.deepEqual([code, stdout], [1, ''], stderr);
    assert.match(stderr, /support gave answers that are no numbers: the learner diverged\. Give fewer --steps/);
  });

  it('tells of many classes the likeliest only', async () => {
    const prototypes = join(folder, 'prototypes');
    const trained = await metalearn(['train', 'glyphs', '--algorithm', 'proto-net', '--channels', '4', '--queries', '1', '--meta-batch', '1', '--iterations', '1', '--workers', '0', '--out', prototypes]);
    assert.equal(trained.code, 0, trained.stderr);
    const many = draw(join(folder, 'nine'), Object.fromEntries(Array.from({ length: 9 }, (_, i) => [`class ${i}`, [4 + 2 * i, 26 - 2 * i] as const])), 1);
    const { code, stdout, stderr } = await answerOf(['adapt', prototypes, '--support', many, '--query', query]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /Adapted to 9 images of 9 classes\.\n\nimage +predicted +sure +next +then\n-+\na\.png +class \d +[\d.]+ % +class \d [\d.]+ % +class \d [\d.]+ %\n/);
  });

  it('says what is wrong with the folders', async () => {
    const many = draw(join(folder, 'many'), { upright, lying, square }, 1);
    mkdirSync(join(many, 'zebra'));
    writeFileSync(join(many, 'zebra', '1.png'), bar('square', 2));
    const single = draw(join(folder, 'single'), { square }, 1);
    const hollow = draw(join(folder, 'hollow'), { upright }, 1);
    mkdirSync(join(hollow, 'empty'));
    const cut = draw(join(folder, 'cut'), { upright, lying }, 1);
    truncateSync(join(cut, 'lying', '0.png'), 60);
    for (const [given, asked, expected, said] of [
      [many, query, 2, /has 4 classes, and this learner tells apart at most 3\. Train one with --ways 4/],
      [single, query, 2, /has one class, square/],
      [hollow, query, 1, /empty has no PNG or JPEG images: it is empty/],
      [cut, query, 1, /lying[/\\]0\.png/],
      [join(folder, 'nowhere'), query, 1, /nowhere does not exist/],
      [support, join(folder, 'nowhere'), 1, /nowhere does not exist/],
    ] as const) {
      const { code, stdout, stderr } = await answerOf(['adapt', run, '--support', given, '--query', asked, '--json']);
      assert.deepEqual([code, stdout], [expected, ''], stderr);
      assert.match(stderr, said);
    }
  });
});
