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

test('whatever serving loads runs in a browser page: nothing of Node.js, and no package but those that run there', () => {
  const open = [join(repository(), 'src', 'recommend', 'serving', 'index.ts')];
  const seen = new Set(open);
  const packages = new Set<string>();
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    for (const from of importsOf(file)) {
      if (!from.startsWith('.')) packages.add(from.split('/')[0]);
      const path = join(dirname(file), from.replace(/\.js$/, '.ts'));
      if (!from.startsWith('.') || seen.has(path)) continue;
      seen.add(path);
      open.push(path);
    }
  }
  assert.ok(seen.size > 60, `only ${seen.size} files were found`);
  assert.deepEqual([...packages].sort(), ['d3-array', 'fastest-levenshtein', 'fflate', 'pbf', 'pure-rand']);
});
