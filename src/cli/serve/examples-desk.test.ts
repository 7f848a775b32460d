import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { metalearn } from '../../testing/command-line.js';
import { barPng, drawFolder } from '../../testing/drawings.js';
import { adaptRun } from '../adapt-run.js';
import { usualLimits } from './limits.js';
import { openService } from './open-service.js';
import type { Desk, Service } from './service.js';
import { openDesk } from './workers/open-desk.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-desk-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const shapes = { upright: [4, 26], lying: [26, 4], square: [16, 16], thin: [2, 12], flat: [12, 2] } as const;
const images = (kind: keyof typeof shapes, count: number): string[] => Array.from({ length: count }, (_, i) => Buffer.from(barPng(shapes[kind][0], shapes[kind][1], i)).toString('base64'));

type Predicted = { readonly predictions: readonly { readonly class: string; readonly probabilities: Record<string, number> }[] };

/** A run of glyphs by an algorithm, with the answers to requests that were written as clients write them. */
async function served(algorithm: string) {
  const run = join(folder, algorithm);
  const { code, stderr } = await metalearn(['train', 'glyphs', '--algorithm', algorithm, '--ways', '3', '--queries', '2', '--meta-batch', '2', '--iterations', '2', '--channels', '8', '--workers', '0', '--out', run]);
  assert.equal(code, 0, stderr);
  const { service } = await openService(run, usualLimits);
  const desk: Desk<unknown> = await openDesk(run);
  const predict = async (parts: readonly Record<string, unknown>[], query: Record<string, unknown>, from?: unknown) => {
    const learner = await desk.adapt(parts.map((part) => service.support(part)), from);
    return { learner, answer: (await desk.predict(learner, service.query(query))) as Predicted };
  };
  return { run, service, desk, predict };
}

for (const algorithm of ['maml', 'proto-net']) {
  describe(`a served run of images, by ${algorithm}`, () => {
    let made: { run: string; service: Service; desk: Desk<unknown>; predict: Awaited<ReturnType<typeof served>>['predict'] };
    before(async () => {
      made = await served(algorithm);
    });
    const two = { images: { lying: images('lying', 3), upright: images('upright', 2) } };

    it('gives the probabilities that adapting on the command line gives', async () => {
      const support = drawFolder(join(folder, `support-${algorithm}`), { lying: shapes.lying, upright: shapes.upright }, 3);
      rmSync(join(support, 'upright', '2.png'));
      const query = join(folder, `query-${algorithm}`);
      mkdirSync(query);
      writeFileSync(join(query, 'a.png'), barPng(5, 25, 3));
      const wanted = await adaptRun(made.run, { support, query });
      const files = (name: string, count: number): string[] => Array.from({ length: count }, (_, i) => readFileSync(join(support, name, `${i}.png`)).toString('base64'));
      const { answer } = await made.predict([{ images: { lying: files('lying', 3), upright: files('upright', 2) } }], { images: [readFileSync(join(query, 'a.png')).toString('base64')] });
      assert.equal(answer.predictions[0].class, wanted.predictions[0].predicted);
      for (const name of ['lying', 'upright']) assert.ok(Math.abs(answer.predictions[0].probabilities[name] - wanted.predictions[0].probabilities[name]) < 1e-3, name);
    });

    it('takes a class more, whether the learner is remembered or adapted anew, and one image as well as many', async () => {
      const query = { images: [...images('square', 1), ...images('lying', 1)] };
      const { learner } = await made.predict([two], query);
      const parts = [two, { images: { square: images('square', 1) } }];
      const grown = await made.predict(parts, query, learner);
      const anew = await made.predict(parts, query);
      assert.deepEqual(grown.answer, anew.answer);
      assert.deepEqual(Object.keys(grown.answer.predictions[0].probabilities), ['lying', 'upright', 'square']);
      const alone = await made.predict(parts, { images: query.images.slice(1) });
      for (const [name, probability] of Object.entries(alone.answer.predictions[0].probabilities)) assert.ok(Math.abs(probability - anew.answer.predictions[1].probabilities[name]) < 1e-4);
      assert.ok(made.desk.bytesOf(grown.learner) > made.desk.bytesOf(learner));
    });

    it('tells apart as many classes as the algorithm can', async () => {
      const five = { images: Object.fromEntries(Object.keys(shapes).map((name) => [name, images(name as keyof typeof shapes, 1)])) };
      if (algorithm === 'maml') return assert.throws(() => made.service.summary([made.service.support(five)]), /of 5 classes, and this run tells apart at most 3/);
      const { answer } = await made.predict([two, five], { images: images('flat', 1) });
      const probabilities = Object.values(answer.predictions[0].probabilities);
      assert.equal(probabilities.length, 5);
      assert.ok(Math.abs(probabilities.reduce((total, each) => total + each) - 1) < 1e-5);
    });

    it('refuses what is no image, or one that says it is huge', async () => {
      await assert.rejects(made.predict([{ images: { a: ['aGVsbG8='], b: images('flat', 1) } }], { images: images('flat', 1) }), /Image 0 is neither a PNG nor a JPEG/);
      const huge = Buffer.from(barPng(4, 4, 0));
      huge.writeUInt32BE(5000, 16);
      huge.writeUInt32BE(5000, 20);
      await assert.rejects(made.predict([two], { images: [huge.toString('base64')] }), /Image 0 is 5000x5000 pixels, more than the 16 million/);
    });
  });
}
