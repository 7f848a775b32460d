import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { repository } from './fixtures.js';

const project = mkdtempSync(join(tmpdir(), 'metalearn-declarations-'));
after(() => rmSync(project, { recursive: true, force: true }));

test('what the package declares compiles in a project without the types of Node.js', () => {
  const { exports } = JSON.parse(readFileSync(join(repository(), 'package.json'), 'utf8')) as { exports: Record<string, string | { types: string }> };
  const subpaths = Object.entries(exports).flatMap(([path, target]) => (typeof target === 'object' ? [path.replace(/^\./, 'metalearn')] : []));
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(repository(), join(project, 'node_modules', 'metalearn'));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(project, 'main.ts'), subpaths.map((path, i) => `export * as part${i} from '${path}';`).join('\n'));
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions: { module: 'nodenext', strict: true, noEmit: true, types: [], skipLibCheck: false, lib: ['es2023', 'dom', 'dom.iterable'] } }));
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', project], { encoding: 'utf8' });
  assert.equal(status, 0, stdout);
  assert.ok(subpaths.length > 10, subpaths.join());
});
