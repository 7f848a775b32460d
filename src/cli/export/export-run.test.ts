import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { unzipSync } from 'fflate';
import { parseCard } from '../../artifact/index.js';
import { ndarray } from '../../graph/index.js';
import { repository } from '../../testing/fixtures.js';
import { freshRun } from '../../testing/fresh-run.js';
import { answeredNatively } from '../../testing/native-artifact.js';
import { adaptTo } from '../../training/index.js';
import { UsageError } from '../failure.js';
import { openLearner } from '../learner.js';
import { exportRun, type ExportRunOptions } from './export-run.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-export-'));
const at = (name: string): string => join(folder, name);
const read = (out: string, name: string): string => readFileSync(join(out, name), 'utf8');
const cardIn = (out: string) => parseCard(read(out, 'artifact.json'));
let [sinusoid, glyphs, proto] = ['', '', ''];

before(async () => {
  sinusoid = await freshRun(at('sinusoid'), 'sinusoid');
  glyphs = await freshRun(at('glyphs'), 'glyphs', { ways: 3, channels: 4 });
  proto = await freshRun(at('proto'), 'glyphs', { ways: 3, channels: 4, algorithm: 'proto-net' });
});
after(() => rmSync(folder, { recursive: true, force: true }));

const drawing = (seed: number): number[] => Array.from({ length: 784 }, (_, i) => Number(Math.sin(seed * i + seed) > 0.6));
/** Two classes of the three that there may be, and one more row than classes. */
const drawings = { x: [...drawing(1), ...drawing(2), ...drawing(3)], y: [0, 1, 1] };
const points = { x: [-2, 0.5, 1, 3], y: [1, -0.5, 0.2, 2] };

/** The probabilities of the two classes, by the library itself. */
async function probabilities(run: string, ways: number): Promise<number[]> {
  const { algorithmFor, theta, schedule } = await openLearner(run);
  const support = { x: ndarray(Float32Array.from(drawings.x), [3, 28, 28, 1]), y: ndarray(Int32Array.from(drawings.y), [3], 'int32') };
  const classes = ndarray(Float32Array.from({ length: ways }, (_, i) => Number(i < 2)), [ways]);
  const adapted = await adaptTo({ algorithm: algorithmFor(ways), theta, support, classes, steps: schedule.testSteps });
  const [a, b] = (await adapted.predict(ndarray(Float32Array.from(drawing(2.1)), [1, 28, 28, 1]))).data;
  return [1 / (1 + Math.exp(b - a)), 1 / (1 + Math.exp(a - b))];
}

function near(actual: ArrayLike<number>, wanted: ArrayLike<number>): void {
  for (let i = 0; i < wanted.length; i++) assert.ok(Math.abs(actual[i] - wanted[i]) < 1e-3, `${Array.from(actual)} for ${Array.from(wanted)}`);
}

describe('exported programs, loaded by path into ONNX Runtime alone,', () => {
  for (const bits of [32, 16] as const) {
    it(`tell classes apart as the library does, with weights of ${bits} bits`, async () => {
      for (const [run, ways] of [[glyphs, 3], [proto, 4]] as const) {
        const out = at(`classes-${bits}-${ways}`);
        await exportRun(run, { out, bits, rows: [4, 9], ...(ways === 4 ? { ways } : {}) });
        const answer = await answeredNatively(out, drawings, { x: drawing(2.1) });
        near(answer.probabilities, await probabilities(run, ways));
        assert.equal(cardIn(out).weights.bits, bits);
      }
    });

    it(`predict values as the library does, with weights of ${bits} bits`, async () => {
      const out = at(`values-${bits}`);
      await exportRun(sinusoid, { out, bits, rows: [6] });
      const { algorithmFor, theta, schedule } = await openLearner(sinusoid);
      const column = (values: readonly number[]) => ndarray(Float32Array.from(values), [values.length, 1]);
      const adapted = await adaptTo({ algorithm: algorithmFor(0), theta, support: { x: column(points.x), y: column(points.y) }, steps: schedule.testSteps });
      near((await answeredNatively(out, points, { x: [1.5] })).values, (await adapted.predict(column([1.5]))).data);
    });
  }

  it('run by the code in their README as it stands', async () => {
    const out = at('readme');
    await exportRun(proto, { out });
    symlinkSync(join(repository(), 'node_modules'), join(out, 'node_modules'));
    const [, code] = /```js\n([^]*?)```/.exec(read(out, 'README.md'))!;
    writeFileSync(join(out, 'use.mjs'), code);
    assert.match(execFileSync(process.execPath, ['use.mjs'], { cwd: out, encoding: 'utf8' }), /Float32Array\(3\) \[\s*\d/);
  });
});

describe('an export', () => {
  it('is one .zip, where the name ends so, with the same files; and again the same bytes', async () => {
    const zip = at('deep/model.zip');
    const { zip: bytes, files } = await exportRun(sinusoid, { out: zip });
    await exportRun(sinusoid, { out: at('unzipped') });
    const first = readFileSync(zip);
    const inside = unzipSync(first);
    assert.deepEqual(Object.keys(inside).sort(), files.map(({ name }) => name).sort());
    for (const [name, content] of Object.entries(inside)) assert.deepEqual(Buffer.from(content), readFileSync(join(at('unzipped'), name)), name);
    assert.equal(bytes, first.length);
    await exportRun(sinusoid, { out: zip });
    assert.deepEqual(readFileSync(zip), first);
  });

  it('takes the place of another, whose other programs go, and leaves what else is there', async () => {
    const out = at('twice');
    await exportRun(sinusoid, { out, rows: [5, 10], steps: [1, 2] });
    writeFileSync(join(out, 'notes.txt'), 'mine');
    await exportRun(sinusoid, { out, rows: [7, 7] });
    assert.deepEqual(readdirSync(out).sort(), ['README.md', 'adapt.onnx', 'artifact.json', 'notes.txt', 'predict.onnx', 'weights.safetensors']);
  });

  it('does not take the place of anything else', async () => {
    for (const [out, said] of [[sinusoid, /is not empty and holds no artifact/], [join(sinusoid, 'config.json'), /is a file: give a folder/]] as const) {
      await assert.rejects(exportRun(sinusoid, { out }), (error) => error instanceof UsageError && said.test(error.message));
    }
    writeFileSync(at('other.zip'), 'no zip');
    await assert.rejects(exportRun(sinusoid, { out: at('other.zip') }), /other\.zip is there already, and holds no artifact/);
    assert.equal(read(folder, 'other.zip'), 'no zip');
  });

  it('tells the sizes of its files', async () => {
    const { files, bytes, gzipped, tested } = await exportRun(sinusoid, { out: at('sizes') });
    for (const { name, bytes } of files) assert.equal(readFileSync(join(at('sizes'), name)).length, bytes);
    assert.equal(bytes, files.reduce((sum, file) => sum + file.bytes, 0));
    assert.ok(gzipped < bytes && !tested);
  });

  const refusals: readonly (readonly [what: string, run: () => string, options: Partial<ExportRunOptions>, said: RegExp])[] = [
    ['rows that are fewer than the classes', () => glyphs, { rows: [2] }, /--rows 2: a support set of 3 classes has a row of each at least\. Give --rows 3 or more\./],
    ['the same where there may be fewer classes', () => proto, { rows: [2], ways: 5 }, /Give --rows 5 or more, or fewer classes with --ways 2/],
    ['more classes than a head has', () => glyphs, { ways: 5 }, /--ways 5: the head of maml has 3 classes\. Train one with --ways 5/],
    ['fewer classes than a head has', () => glyphs, { ways: 2 }, /Leave it out: the input "classes" says/],
    ['classes of values', () => sinusoid, { ways: 2 }, /the run learned values/],
    ['steps of what takes none', () => proto, { steps: [1] }, /--steps 1: proto-net adapts in one go/],
    ['steps of what takes none, even none', () => proto, { steps: [0] }, /--steps 0: proto-net adapts in one go/],
    ['no steps of what adapts by steps', () => sinusoid, { steps: [0] }, /--steps 0: after 0 steps maml has learned nothing from a support set.*Give 1 or more/],
    ['the same among others', () => glyphs, { steps: [0, 1] }, /--steps 0,1: after 0 steps/],
    ['items of what has no catalogue', () => glyphs, { items: 3 }, /--items 3: only what learned ratings has a catalogue/],
  ];
  for (const [what, run, options, said] of refusals) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(exportRun(run(), { out: at('refused'), ...options }), (error) => error instanceof UsageError && said.test(error.message));
      assert.ok(!readdirSync(folder).includes('refused'));
    });
  }

  it('of a run that has learned nothing yet is refused', async () => {
    cpSync(sinusoid, at('untrained'), { recursive: true });
    rmSync(join(at('untrained'), 'best.safetensors'));
    await assert.rejects(exportRun(at('untrained'), { out: at('refused') }), /has no checkpoint yet: nothing was learned/);
    await assert.rejects(exportRun(at('nowhere'), { out: at('refused') }), /nowhere/);
  });
});
