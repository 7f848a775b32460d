import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = fileURLToPath(new URL('..', import.meta.url));
const documents = ['README.md', ...readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')).map((name) => join('docs', name))];

/** Programs in a document: its blocks of JavaScript. */
function programsOf(document: string): string[] {
  return [...readFileSync(join(root, document), 'utf8').matchAll(/^```js\n([^]*?)^```$/gm)].map(([, code]) => code);
}

/** The files that a document links to or shows. */
function targetsOf(document: string): string[] {
  return [...readFileSync(join(root, document), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)[^)]*\)/g)].map(([, target]) => target);
}

describe('the documentation', () => {
  it('has programs that run as they stand and print what it says', async () => {
    const printed = new Map<string, string>();
    for (const document of documents) {
      for (const code of programsOf(document)) {
        const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd: root });
        printed.set(document, `${printed.get(document) ?? ''}${stdout}`);
      }
    }
    // What the pages say that it is.
    const said: readonly (readonly [document: string, output: RegExp])[] = [
      ['README.md', /^(1\.[3-9]|2\.[0-3])\d*$/m],
      ['docs/add-an-environment.md', /^-3[1-5]\.\d -(19|2[0-3])\.\d$/m],
      ['docs/concepts.md', /^2\.5 .*\[ 1, 2 \][^]*\[ 8, 16 \][^]*\[ 2, 0 \][^]*\[ 2 \].*\[ 2, 4 \]/m],
      ['docs/export.md', /^2\.24/m],
      ['docs/few-shot.md', /^0\.(1[5-9]|2[0-5]) .* 0\.(5[5-9]|6[0-5])$/m],
    ];
    for (const [document, output] of said) assert.match(printed.get(document) ?? '', output, `${document}: its programs print ${printed.get(document)}`);
  });

  it('links to files that are there', () => {
    for (const document of documents) {
      for (const target of targetsOf(document)) assert.ok(existsSync(join(root, document, '..', target)), `${document} links to ${target}`);
    }
  });
});

describe('the examples', () => {
  const outputs = [
    ['sinusoid', /after 10 steps: 0\.[^]*predicted/],
    ['adapt-your-own', /Ada: at -3[^]*Ben: at -3/],
    ['sample-weights', /right labels 0\.[6-9]\d, of wrong ones 0\.[0-3]/],
    ['regularisation', /step 0: validation loss 3\.[^]*step 200: validation loss 1\./],
    ['recommend', /After two ratings: item \d+ \([^]*After three: item[^]*From \d{2,3} bytes: item/],
    ['gestures', /Twenty drawings of class 3: class 3 (1[5-9]|20) times[^]*Of the same once it was shown one: class 5/],
  ] as const;
  for (const [name, said] of outputs) {
    it(`${name} runs as it stands`, async () => {
      const { stdout } = await run(process.execPath, [join(root, 'examples', `${name}.js`)], { cwd: root });
      assert.match(stdout, said);
    });
  }
});

describe('the component for Preact', () => {
  it('is accepted by the strictest settings of TypeScript', async () => {
    const strictest = '--ignoreConfig --noEmit --strict --noUncheckedIndexedAccess --exactOptionalPropertyTypes --module nodenext --target es2022 --lib es2023,dom --types node --jsx react-jsx --jsxImportSource preact';
    const compiler = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    await assert.doesNotReject(run(process.execPath, [compiler, ...strictest.split(' '), join('examples', 'web-preact', 'classifier.tsx')], { cwd: root }));
  });
});

describe('the package', () => {
  it('has what its pages link to and show', async () => {
    const { stdout } = await run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: root, shell: process.platform === 'win32' });
    const [{ files }] = JSON.parse(stdout) as { files: { path: string }[] }[];
    for (const document of documents) {
      for (const target of targetsOf(document)) {
        const path = relative(root, join(root, document, '..', target)).replaceAll(sep, '/');
        assert.ok(files.some((file) => file.path === path || file.path.startsWith(`${path}/`)), `${document}: ${target}`);
      }
    }
  });

  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { exports: Record<string, { types: string; default: string } | string>; bin: Record<string, string> };

  it('has a module and its types behind each subpath', async () => {
    for (const [subpath, target] of Object.entries(manifest.exports)) {
      if (typeof target === 'string') continue;
      assert.ok(existsSync(join(root, target.types)), target.types);
      const loaded = (await import(`metalearn${subpath.slice(1)}`)) as object;
      assert.ok(Object.keys(loaded).length > 0, subpath);
    }
  });

  it('has a command that a shell can start', () => {
    assert.match(readFileSync(join(root, manifest.bin.metalearn), 'utf8'), /^#!\/usr\/bin\/env node\n/);
  });
});
