import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { repository } from '../../testing/fixtures.js';

/** What a file imports when it is loaded, types left out. */
function importsOf(file: string): string[] {
  const statements = readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)';/gms);
  return Array.from(statements, ([, from]) => from);
}

/** What a file may import later, when it is called. */
function laterImportsOf(file: string): string[] {
  return Array.from(readFileSync(file, 'utf8').matchAll(/\bimport\('([^']+)'\)/g), ([, from]) => from);
}

test('whatever serving loads runs in a browser page: nothing of Node.js, and no package but those that run there', () => {
  const open = [join(repository(), 'src', 'recommend', 'serving', 'index.ts')];
  const seen = new Set(open);
  const packages = new Set<string>();
  const later = new Set<string>();
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const from of laterImportsOf(file)) later.add(from);
    for (const from of importsOf(file)) {
      if (!from.startsWith('.')) packages.add(from.split('/')[0]);
      const path = join(dirname(file), from.replace(/\.js$/, '.ts'));
      if (!from.startsWith('.') || seen.has(path)) continue;
      seen.add(path);
      open.push(path);
    }
  }
  assert.ok(seen.size > 60, `only ${seen.size} files were found`);
  assert.deepEqual([...packages].sort(), ['@petamoriken', 'd3-array', 'fastest-levenshtein', 'fflate', 'pbf', 'pure-rand']);
  // Bundlers leave out what package.json says is not for browsers.
  const { browser } = JSON.parse(readFileSync(join(repository(), 'package.json'), 'utf8')) as { browser: Record<string, false> };
  assert.deepEqual([...later].filter((from) => !(from in browser)).sort(), ['onnxruntime-web', 'onnxruntime-web/wasm']);
});
