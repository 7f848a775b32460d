import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { foldIn, key } from '../../random/index.js';
import type { HostTask } from '../../tasks/index.js';
import { sharedData as dataDirectory, withoutSharedData as skip } from '../../testing/shared-data.js';
import { clinc150, clinc150Split, clincOutOfScope, ngramIds, ngramVectors } from '../index.js';
import { plainText } from '../../tasks/text/index.js';

const broken = mkdtempSync(join(tmpdir(), 'metalearn-clinc-'));
after(() => rmSync(broken, { recursive: true }));

const splits = ['train', 'validation', 'test'] as const;

test('the split has every domain of the data once', { skip }, () => {
  const domains = Object.keys(JSON.parse(readFileSync(join(dataDirectory, 'clinc150', 'domains.json'), 'utf8')) as object);
  assert.deepEqual(Object.values(clinc150Split).flat().sort(), domains.sort());
});

test('splits have 90, 30 and 30 intents of 150 sentences, and share neither intents nor sentences', { skip }, () => {
  const family = clinc150({ dataDirectory });
  assert.deepEqual(family.description.classes, { train: 90, validation: 30, test: 30 });
  assert.deepEqual([family.inputShape, family.target], [[1024], { kind: 'classes', ways: 5 }]);
  const home = new Map<string, string>();
  for (const split of splits) {
    const { count, nameOf, sizeOf } = family.splits[split];
    for (let index = 0; index < count; index++) {
      assert.equal(sizeOf(index), 150);
      assert.equal(home.get(nameOf(index)), undefined);
      home.set(nameOf(index), split);
      for (let example = 0; example < 150; example++) {
        const text = `text ${plainText(family.textOf(split, index, example))}`;
        assert.equal(home.get(text) ?? split, split, text);
        home.set(text, split);
      }
    }
  }
  assert.equal(home.get('banking/freeze_account'), 'test');
});

test('the description holds the sums of the files and the representation', { skip }, () => {
  const { files, representation } = clinc150({ dataDirectory, representation: ngramIds() }).description;
  assert.deepEqual(files, {
    'data_full.json': '36923c3705a59e08fe9c3883d8bc2dd966ef93e22cb78ac41171782a698d56e0',
    'domains.json': 'b947b579d3b8e74b06f93b01083d8efaff2888b43a3e362533bd88a6e1211b3a',
  });
  assert.deepEqual(representation, { kind: 'n-gram ids', length: 64, buckets: 4096, words: 1, characters: [3, 3] });
});

test('an example is written over what was there', { skip }, () => {
  const { splits: { test: intents }, representation, textOf } = clinc150({ dataDirectory });
  const into = new Float32Array(1026).fill(7);
  intents.write(3, 20, into, 1);
  const fresh = new Float32Array(1026);
  const { at, values } = representation.encode(textOf('test', 3, 20));
  fresh[0] = fresh[1025] = 7;
  at.forEach((place, i) => (fresh[1 + place] = values[i]));
  assert.deepEqual(into, fresh);
});

/** The share of queries that are nearest to the mean of their class. */
function nearestMean({ support, query }: HostTask, ways: number): number {
  const [rows, size] = support.x.shape;
  const means = Array.from({ length: ways }, () => new Float32Array(size));
  support.y.data.forEach((label, row) => {
    for (let k = 0; k < size; k++) means[label][k] += (support.x.data[row * size + k] * ways) / rows;
  });
  const right = [...query.y.data].filter((label, row) => {
    const distances = means.map((mean) => mean.reduce((sum, value, k) => sum + (query.x.data[row * size + k] - value) ** 2, 0));
    return distances.indexOf(Math.min(...distances)) === label;
  });
  return right.length / query.y.data.length;
}

test('the nearest class mean of n-gram vectors tells new intents apart far better than chance', { skip }, () => {
  const family = clinc150({ dataDirectory, ways: 10, shots: 5 });
  const shares = Array.from({ length: 4 }, (_, i) => nearestMean(family.sample('test', foldIn(key(0), i)), 10));
  const mean = shares.reduce((a, b) => a + b) / shares.length;
  // 0.869 over 200 tasks.
  assert.ok(mean > 0.8 && mean < 0.94, `${mean}`);
});

test('weights of pieces are learned from training domains only, and the same for sentences out of scope', { skip }, () => {
  const given = ngramVectors({ characters: false, idf: true });
  const family = clinc150({ dataDirectory, representation: given });
  const texts = splits.slice(0, 1).flatMap((split) => Array.from({ length: 90 * 150 }, (_, i) => family.textOf(split, Math.floor(i / 150), i % 150)));
  const byHand = given.fit!(texts);
  const text = 'freeze my account please';
  assert.deepEqual(family.representation.encode(text), byHand.encode(text));
  assert.notDeepEqual(family.representation.encode(text), given.encode(text));
  const { x, texts: outside } = clincOutOfScope(dataDirectory, given, 'validation');
  const { at, values } = byHand.encode(outside[0]);
  assert.deepEqual([...at].map((place) => x.data[place]), [...values]);
});

test('the 1200 sentences out of scope are there, also by part, and are of no intent', { skip }, () => {
  const all = clincOutOfScope(dataDirectory, ngramIds());
  assert.deepEqual(all.x.shape, [1200, 64]);
  assert.deepEqual((['train', 'validation', 'test'] as const).flatMap((part) => clincOutOfScope(dataDirectory, ngramIds(), part).texts), all.texts);
  assert.equal(clincOutOfScope(dataDirectory, undefined, 'train').x.shape[0], 100);
  const family = clinc150({ dataDirectory });
  const known = new Set(splits.flatMap((split) => Array.from({ length: family.splits[split].count * 150 }, (_, i) => family.textOf(split, Math.floor(i / 150), i % 150))));
  assert.ok(all.texts.every((text) => !known.has(text)));
});

test('missing, damaged and partial files are refused in words', { skip }, () => {
  assert.throws(() => clinc150({ dataDirectory: broken }), /github\.com\/clinc\/oos-eval.*METALEARN_DATA/);
  const sentences = readFileSync(join(dataDirectory, 'clinc150', 'data_full.json'), 'utf8');
  writeFileSync(join(broken, 'domains.json'), readFileSync(join(dataDirectory, 'clinc150', 'domains.json')));
  writeFileSync(join(broken, 'data_full.json'), sentences.slice(0, 100_000));
  assert.throws(() => clinc150({ dataDirectory: broken }), /data_full\.json is cut short or damaged/);
  const { train, ...rest } = JSON.parse(sentences) as { train: [string, string][] };
  writeFileSync(join(broken, 'data_full.json'), JSON.stringify({ train: train.slice(1), ...rest }));
  assert.throws(() => clinc150({ dataDirectory: broken }), /is not the whole of CLINC150: 10 domains of 15 intents with 150 sentences each/);
  writeFileSync(join(broken, 'data_full.json'), '{"train": 3}');
  assert.throws(() => clinc150({ dataDirectory: broken }), /is not the whole of CLINC150/);
});
