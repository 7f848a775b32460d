import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { grad, vmap } from '../transform/index.js';
import { callerLine } from './errors.js';
import * as g from './index.js';
import type { Tensor } from './index.js';

const a = g.zeros([2, 3]);
const b = g.zeros([4]);
const whole = g.zeros([2, 3], 'int32');
const bools = g.zeros([2, 3], 'bool');

/** What goes wrong, and how the error begins. */
const wrong: Readonly<Record<string, [f: () => unknown, message: string]>> = {
  'shapes that do not broadcast': [() => g.add(a, b), 'add of float32(2, 3) and float32(4): these shapes do not broadcast: read from the right, lengths must be equal or 1.'],
  'dtypes that do not go together': [() => g.mul(a, whole), 'mul of float32(2, 3) and int32(2, 3): these dtypes do not go together; convert with cast(x, dtype).'],
  'a fraction with whole numbers': [() => g.add(whole, 0.5), 'add of int32(2, 3) and float32()'],
  'arithmetic of bools': [() => g.add(bools, bools), 'add of bool(2, 3) and bool(2, 3): these dtypes'],
  'the exponential of whole numbers': [() => g.exp(whole), 'exp of int32(2, 3): these dtypes'],
  'where without a condition': [() => g.where(a, a, a), 'where of float32(2, 3) and float32(2, 3) and float32(2, 3)'],
  'an axis that is not there': [() => g.sum(a, 2), 'sum of float32(2, 3): there is no axis 2; axes go from -2 to 1.'],
  'an axis twice': [() => g.sum(a, [0, -2]), 'sum of float32(2, 3): the axes [0,-2] name one axis twice.'],
  'an axis of a scalar': [() => g.softmax(g.tensor(1)), 'softmax of float32(): a scalar has no axes.'],
  'the sum of bools': [() => g.sum(bools), 'sum of bool(2, 3): bool has no order or sum; cast it first.'],
  'the largest of bools': [() => g.argmax(bools), 'argmax of bool(2, 3): bool has no order or sum; cast it first.'],
  'the mean of whole numbers': [() => g.mean(whole), 'mean of int32(2, 3): it takes float32; convert with cast(x, "float32").'],
  'inner lengths that differ': [() => g.matmul(a, a), 'matmul of float32(2, 3) and float32(2, 3): the inner lengths 3 and 2 must be equal.'],
  'leading axes that do not broadcast': [() => g.matmul(g.zeros([2, 1, 3]), g.zeros([3, 3, 1])), 'matmul of float32(2, 1, 3) and float32(3, 3, 1): the leading axes do not broadcast.'],
  'a product with a scalar': [() => g.matmul(a, 2), 'matmul of float32(2, 3) and float32(): neither may be a scalar; use mul.'],
  'a product of whole numbers': [() => g.matmul(whole, whole), 'matmul of int32(2, 3) and int32(2, 3): both must be float32'],
  'a shape of another size': [() => g.reshape(a, [4, 2]), 'reshape of float32(2, 3): 6 elements do not fill the shape (4, 2).'],
  'an open shape without solution': [() => g.reshape(a, [-1, 4]), 'reshape of float32(2, 3): the -1 in (-1, 4) has no whole solution.'],
  // Their product is the number of elements.
  'a shape of negative lengths': [() => g.reshape(a, [-2, -3]), 'reshape of float32(2, 3): (-2, -3) is no shape: lengths are whole numbers of at least 0.'],
  'an open shape of a negative length': [() => g.reshape(a, [-2, -1]), 'reshape of float32(2, 3): (-2, -3) is no shape'],
  'a shape of fractions': [() => g.reshape(a, [1.5, 4]), 'reshape of float32(2, 3): (1.5, 4) is no shape'],
  'zeros of a negative length': [() => g.zeros([-1]), 'broadcastTo of float32(): (-1) is no shape: lengths are whole numbers of at least 0.'],
  'draws of half a length': [() => g.randomNormal(g.tensor([1, 2], 'int32'), [2.5]), 'random of int32(2): (2.5) is no shape'],
  'a slice from a fraction': [() => g.slice(a, [[0.5, 2]]), 'slice of float32(2, 3): the range [0.5,2] of axis 0 must begin and end at whole numbers.'],
  'a dtype that is none': [() => g.cast(a, 'float64' as 'float32'), "cast of float32(2, 3): there is no dtype float64; take 'float32', 'int32' or 'bool'."],
  'an order that is none': [() => g.transpose(a, [0, 0]), 'transpose of float32(2, 3): the order [0,0] must name each axis once.'],
  'a broadcast to less': [() => g.broadcastTo(a, [3]), 'broadcastTo of float32(2, 3): it does not broadcast to (3).'],
  'squeezing what is not 1': [() => g.squeeze(a, 0), 'squeeze of float32(2, 3): axis 0 has length 2, not 1.'],
  'joining what differs': [() => g.concat([a, b]), 'concat of float32(2, 3) and float32(4): all must have one dtype and, but for axis 0, one shape.'],
  'an empty slice': [() => g.slice(a, [[1, 1]]), 'slice of float32(2, 3): the range [1,1] of axis 0 is empty.'],
  'an empty slice with a step': [() => g.slice(a, [[1, 1, 2]]), 'slice of float32(2, 3): the range [1,1,2] of axis 0 is empty.'],
  'a slice without a step': [() => g.slice(a, [[0, 1, 0]]), 'slice of float32(2, 3): the step 0 of axis 0'],
  'too many ranges': [() => g.slice(b, [null, null]), 'slice of float32(4): 2 ranges were given for 1 axes.'],
  'parts that do not add up': [() => g.split(a, 2, 1), 'split of float32(2, 3): axis 1 of length 3 does not divide into 2.'],
  'a negative width': [() => g.pad(a, [[0, -1], [0, 0]]), 'pad of float32(2, 3): widths must be whole'],
  'an index outside': [() => g.take(a, [2]), 'take of float32(2, 3): there is no index 2 along axis 0; indices are whole numbers from 0 to 1.'],
  'a negative index': [() => g.take(a, [-1]), 'take of float32(2, 3): there is no index -1 along axis 0;'],
  'an index that is half': [() => g.take(a, [0.5], -1), 'take of float32(2, 3): there is no index 0.5 along axis -1; indices are whole numbers from 0 to 2.'],
  'an index that is no whole number': [() => g.take(a, g.tensor([0.5])), 'take of float32(2, 3) and float32(1): it takes a tensor with at least one axis and int32 indices.'],
  'updates of another shape': [() => g.scatterAdd(g.zeros([3], 'int32'), a, 2), 'scatterAdd of int32(3) and float32(2, 3): the updates must begin with the shape of the indices.'],
  'images of another rank': [() => g.conv2d(a, g.zeros([3, 3, 1, 1])), 'conv2d of float32(2, 3) and float32(3, 3, 1, 1): images are (N, H, W, C) and kernels (KH, KW, C, O).'],
  'channels that differ': [() => g.conv2d(g.zeros([1, 5, 5, 2]), g.zeros([3, 3, 1, 1])), 'conv2d of float32(1, 5, 5, 2) and float32(3, 3, 1, 1): the images have 2 channels, the kernel takes 1.'],
  'images of whole numbers': [() => g.conv2d(g.zeros([1, 5, 5, 1], 'int32'), g.zeros([3, 3, 1, 1])), 'conv2d of int32(1, 5, 5, 1) and float32(3, 3, 1, 1): both must be float32'],
  'a window that does not fit': [() => g.maxPool(g.zeros([1, 2, 2, 1]), { size: 3 }), 'maxPool of float32(1, 2, 2, 1): a window of 3x3 does not fit into 2x2 with padding valid.'],
  'half a stride': [() => g.averagePool(g.zeros([1, 2, 2, 1]), { size: 1, stride: 0.5 }), 'averagePool of float32(1, 2, 2, 1): window 1x1 and stride 0.5x0.5 must be whole and at least 1.'],
  'a negative padding': [() => g.conv2d(g.zeros([1, 5, 5, 1]), g.zeros([3, 3, 1, 1]), { padding: -1 }), "conv2d of float32(1, 5, 5, 1): the padding -1 must be whole and not negative, or 'same' or 'valid'."],
  'windows of padding only': [() => g.maxPool(g.zeros([1, 5, 5, 1]), { size: 2, padding: 2 }), 'maxPool of float32(1, 5, 5, 1): a padding of 2 leaves windows of 2x2 with nothing in them; it must be smaller than the window.'],
  'the inverse of what is not square': [() => g.inverse(a), 'inverse of float32(2, 3): it takes float32 square matrices.'],
  'a draw without a key': [() => g.randomUniform(a, [2]), 'random of float32(2, 3): a key is int32 with a last axis of length 2; make one with key(seed).'],
};

for (const [name, [f, message]] of Object.entries(wrong)) {
  test(`${name}: the error names the operation, the shapes and the line of the caller`, () => {
    assert.throws(f, (error) => {
      assert.ok(error instanceof g.ShapeError && error instanceof TypeError);
      assert.equal(error.name, 'ShapeError');
      assert.ok(error.message.startsWith(message), `${error.message}\ndoes not begin with\n${message}`);
      assert.match(error.message, /\n {4}at .*errors\.test\.[jt]s:\d+:\d+\)?$/);
      assert.match(error.stack ?? '', /^ShapeError: /);
      return true;
    });
  });
}

test('what is no tensor is named', () => {
  assert.throws(() => g.add('text' as never, 1), /Expected a tensor, a host array or a number, got string\. Wrap nested lists with ndarray/);
  assert.throws(() => g.sum([1, 2] as never), /got object/);
  assert.throws(() => g.sum(undefined as never), /got undefined/);
  assert.throws(() => g.sum(null as never), /got null/);
  assert.throws(() => g.concat([]), /concat needs at least one tensor/);
});

test('the line is the one that called the operation, however deep it stands in transformations', () => {
  const inner = (x: Tensor) => g.sum(g.add(x, b));
  const nested = [0, 1, 2, 3].reduce<(x: Tensor) => Tensor>((f) => (x) => g.sum(vmap((row: Tensor) => grad((at: Tensor) => f(at))(row))(g.stack([x, x]))), inner);
  assert.throws(() => nested(a), /at inner .*errors\.test\.[jt]s/);
});

test('stacks of other engines are read too', () => {
  assert.equal(callerLine('add@http://localhost/app/other.js:1:2\nmine@http://localhost/app/main.js:3:4'), 'add@http://localhost/app/other.js:1:2');
  assert.equal(callerLine('Error\n    at Array.map (<anonymous>)\n    at new Promise (<anonymous>)\n    at async Promise.all (index 0)\n    at node:internal/main:1:2\n    at async file:///app/main.js:3:4'), 'async file:///app/main.js:3:4');
  assert.equal(callerLine(''), undefined);
});

/* A project with this package in its node_modules, as npm installs it. */
const project = mkdtempSync(join(tmpdir(), 'metalearn project '));
after(() => rmSync(project, { recursive: true, force: true }));
const compiled = fileURLToPath(new URL('..', import.meta.url));
const installed = join(project, 'node_modules', 'metalearn');
mkdirSync(installed, { recursive: true });
writeFileSync(join(installed, 'package.json'), JSON.stringify({ name: 'metalearn', type: 'module', exports: { './graph': './dist/graph/index.js' } }));
for (const folder of ['graph', 'random']) cpSync(join(compiled, folder), join(installed, 'dist', folder), { recursive: true, filter: (from) => !/\.test\.|\.map$/.test(from) });
const dependency = fileURLToPath(import.meta.resolve('pure-rand/distribution/uniformFloat32'));
const pureRand = dependency.slice(0, dependency.indexOf(join('node_modules', 'pure-rand')) + join('node_modules', 'pure-rand').length);
symlinkSync(pureRand, join(project, 'node_modules', 'pure-rand'));

/** What a program of the project prints, as text. */
function run(file: string, source: string, args: readonly string[] = []): string {
  mkdirSync(dirname(join(project, file)), { recursive: true });
  writeFileSync(join(project, file), source);
  const { stdout, stderr } = spawnSync(process.execPath, [...args, file], { cwd: project, encoding: 'utf8' });
  assert.equal(stderr, '');
  return stdout;
}

const body = ['function mine(g) {', '  return g.add(g.zeros([2]), g.zeros([3]));', '}', 'const attempt = (g) => { try { mine(g); } catch (error) { console.log(error.message); } };'];

test('from node_modules the line is that of the user: a module', () => {
  const printed = run('user.mjs', ["import * as g from 'metalearn/graph';", ...body, 'attempt(g);'].join('\n'));
  assert.match(printed, /^add of float32\(2\) and float32\(3\): .*\n {4}at mine \(file:.*user\.mjs:3:12\)\n$/);
});

test('from node_modules the line is that of the user: a script', () => {
  const printed = run('user.cjs', [...body, "import('metalearn/graph').then(attempt);"].join('\n'));
  assert.match(printed, /\n {4}at mine \(.*user\.cjs:2:12\)\n$/);
});

test('from node_modules the line is that of the user: a compiled source with its map', () => {
  // One line of the source for each line, from its first column.
  const map = { version: 3, file: 'user.js', sources: ['../src/user.ts'], names: [], mappings: `AAAA${';AACA'.repeat(body.length + 1)}` };
  mkdirSync(join(project, 'out'), { recursive: true });
  writeFileSync(join(project, 'out', 'user.mjs.map'), JSON.stringify(map));
  const printed = run('out/user.mjs', ["import * as g from 'metalearn/graph';", ...body, 'attempt(g);', '//# sourceMappingURL=user.mjs.map'].join('\n'), ['--enable-source-maps']);
  assert.match(printed, /\n {4}at mine \(.*src.user\.ts:3:\d+\)\n$/);
});

test('run from its own sources, with source maps, the line is that of the user', () => {
  writeFileSync(join(project, 'checkout.mjs'), '');
  const printed = run('checkout.mjs', [`import * as g from ${JSON.stringify(new URL('./index.js', import.meta.url).href)};`, ...body, 'attempt(g);'].join('\n'), ['--enable-source-maps']);
  assert.match(printed, /\n {4}at mine \(.*checkout\.mjs:3:12\)\n$/);
});
