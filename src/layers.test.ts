import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { test } from 'node:test';
import { repository } from './testing/fixtures.js';

/** The folders from the top down; those of one line stand side by side. `random` draws for all, `graph` lowers its draws: they stand together. */
const layers = [['playground'], ['cli', 'web'], ['regression', 'fewshot', 'recommend', 'rl'], ['artifact'], ['training'], ['algorithms'], ['tasks'], ['nn', 'optim'], ['compile'], ['transform'], ['graph', 'random']];
const heightOf = (folder: string): number => layers.length - layers.findIndex((layer) => layer.includes(folder));

const source = join(repository(), 'src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && file.includes(sep) && !file.startsWith('testing'));

/** What a file imports from other folders of the package, as paths from `src`. */
const importsOf = (file: string): string[] =>
  [...readFileSync(join(source, file), 'utf8').matchAll(/(?:from|import\() ?'(\.[^']*)'/g)].map(([, target]) => normalize(join(dirname(file), target))).filter((target) => topOf(target) !== topOf(file));
const topOf = (path: string): string => path.split(sep)[0];

test('every folder has its place in the layers', () => {
  for (const file of files) assert.ok(layers.flat().includes(topOf(file)), `${file} is in no layer`);
});

test('arrows point down: a folder imports from those below it and beside it only', () => {
  const upward = files.flatMap((file) => importsOf(file).filter((target) => heightOf(topOf(target)) > heightOf(topOf(file))).map((target) => `${file} imports ${target}`));
  assert.deepEqual(upward, []);
});

test('what stands side by side is imported by its index', () => {
  const past = files.flatMap((file) =>
    importsOf(file)
      .filter((target) => heightOf(topOf(target)) === heightOf(topOf(file)) && topOf(file) !== 'random' && !target.endsWith('index.js'))
      .map((target) => `${file} imports ${target}`),
  );
  assert.deepEqual(past, []);
});
