import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { cacheDirectory, findData } from './index.js';

const root = mkdtempSync(join(tmpdir(), 'metalearn-find-'));
after(() => rmSync(root, { recursive: true }));

const request = { files: ['a.zip', 'b.zip'], address: 'https://example.org/set' };

function folder(...path: string[]): string {
  const directory = join(root, ...path);
  mkdirSync(directory, { recursive: true });
  for (const file of request.files) writeFileSync(join(directory, file), '');
  return directory;
}

test('data are found in DIR/name and in DIR itself', () => {
  const inside = folder('given', 'set');
  assert.equal(findData('set', request, join(root, 'given'), {}), inside);
  assert.equal(findData('set', request, inside, {}), inside);
});

test('METALEARN_DATA is used where no folder is given, then the cache', () => {
  const named = folder('named', 'set');
  const cached = folder('home', 'metalearn', 'set');
  const environment = { METALEARN_DATA: join(root, 'named'), XDG_CACHE_HOME: join(root, 'home') };
  assert.equal(findData('set', request, undefined, environment), named);
  assert.equal(cacheDirectory(environment, 'linux'), join(root, 'home', 'metalearn'));
  if (process.platform === 'linux') assert.equal(findData('set', request, undefined, { ...environment, METALEARN_DATA: join(root, 'nowhere') }), cached);
});

test('a folder that was given but lacks the data is an error, even if the cache has them', () => {
  folder('home', 'metalearn', 'set');
  assert.throws(
    () => findData('set', request, join(root, 'nowhere'), { XDG_CACHE_HOME: join(root, 'home') }),
    (error: Error) =>
      error.message.includes(join(root, 'nowhere', 'set')) && /no a.zip and b.zip in/.test(error.message) && /https:\/\/example.org\/set.*--data DIR \(dataDirectory in a program\) or in METALEARN_DATA/.test(error.message),
  );
});
