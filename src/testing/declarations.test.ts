import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { repository } from './fixtures.js';

const project = mkdtempSync(join(tmpdir(), 'metalearn-declarations-'));
after(() => rmSync(project, { recursive: true, force: true }));

const { exports } = JSON.parse(readFileSync(join(repository(), 'package.json'), 'utf8')) as { exports: Record<string, string | { types: string }> };
const subpaths = Object.entries(exports).flatMap(([path, target]) => (typeof target === 'object' ? [path.replace(/^\./, 'metalearn')] : []));

before(() => {
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(repository(), join(project, 'node_modules', 'metalearn'));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
});

/** What a strict compiler says of a module of that project. */
function complaints(name: string, source: string, options: object): string {
  writeFileSync(join(project, `${name}.ts`), source);
  const compilerOptions = { module: 'nodenext', target: 'es2022', strict: true, types: [], lib: ['es2023', 'dom', 'dom.iterable'], ...options };
  writeFileSync(join(project, `${name}.json`), JSON.stringify({ compilerOptions, files: [`${name}.ts`] }));
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  return spawnSync(process.execPath, [tsc, '-p', join(project, `${name}.json`)], { encoding: 'utf8' }).stdout;
}

test('what the package declares compiles in a project without the types of Node.js', () => {
  assert.equal(complaints('main', subpaths.map((path, i) => `export * as part${i} from '${path}';`).join('\n'), { noEmit: true, skipLibCheck: false, exactOptionalPropertyTypes: true }), '');
  assert.ok(subpaths.length > 10, subpaths.join());
});

test('what its functions return has a name outside of the package, so that a module that exports it can be declared', async () => {
  const modules = await Promise.all(subpaths.map(async (path) => Object.entries((await import(path)) as Record<string, unknown>)));
  const results = modules.map((members, i) => [
    `import * as part${i} from '${subpaths[i]}';`,
    ...members.flatMap(([name, member]) => (typeof member === 'function' && !/^class/.test(String(member)) ? [`export const of${i}${name} = part${i}.${name}(...([] as unknown as Parameters<typeof part${i}.${name}>));`] : [])),
  ]);
  assert.equal(complaints('results', results.flat().join('\n'), { declaration: true, outDir: 'out', skipLibCheck: true }), '');
});
