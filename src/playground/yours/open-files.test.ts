import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zipSync } from 'fflate';
import { openFiles } from './open-files.js';

const file = (name: string, content: Uint8Array | string = '', size?: number): File => {
  const made = new File([content as BlobPart], name);
  return size === undefined ? made : Object.defineProperty(made, 'size', { value: size });
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

test('a .zip, its folder in it or not, is the same as its loose files', async () => {
  const content = { 'artifact.json': bytes('{}'), 'weights.safetensors': bytes('w') };
  const names = async (...given: File[]) => [...(await openFiles(given)).model!.keys()].sort();
  assert.deepEqual(await names(file('a.zip', zipSync(content))), ['artifact.json', 'weights.safetensors']);
  assert.deepEqual(await names(file('a.ZIP', zipSync({ model: content }))), ['artifact.json', 'weights.safetensors']);
  assert.deepEqual(await names(...Object.entries(content).map(([name, text]) => file(name, text))), ['artifact.json', 'weights.safetensors']);
});

test('what a model was adapted to comes with it, or by itself', async () => {
  assert.equal((await openFiles([file('artifact.json'), file('adapted.safetensors', 'a')])).adapted!.length, 1);
  const alone = await openFiles([file('mine (2).safetensors', 'ab')]);
  assert.deepEqual([alone.adapted!.length, alone.model], [2, undefined]);
  assert.equal((await openFiles([file('artifact.json'), file('weights.safetensors', 'w')])).adapted, undefined);
});

test('what is nothing of the kind is refused in words', async () => {
  await assert.rejects(openFiles([]), /Nothing was dropped that could be read/);
  await assert.rejects(openFiles([file('a.onnx'), file('b.pt')]), /There is no artifact\.json among a\.onnx, b\.pt, so this is no model/);
  await assert.rejects(openFiles([file('config.json'), file('best.safetensors')]), /This is a run folder, .*metalearn export RUN --out model\.zip/);
  await assert.rejects(openFiles([file('model.zip', 'hello')]), /is no \.zip, or was cut short/);
  await assert.rejects(openFiles([file('huge.zip', '', 4e8)]), /That is 400 MB, and a page can take 300 MB/);
  const gone = Object.assign(file('gone.zip'), { arrayBuffer: () => Promise.reject(new Error('not found')) });
  await assert.rejects(openFiles([gone]), /gone\.zip could not be read \(not found\): is it still where it was\?/);
});
