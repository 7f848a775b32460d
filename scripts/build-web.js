// Bundles metalearn/web for pages without a bundler: dist/web-bundle/metalearn-web.mjs, the same as a global `metalearn` in metalearn-web.js, and the worker that both start. The files of onnxruntime-web lie
// beside them in the end, or where the option `runtime` says.
// node scripts/build-web.js [--dist dist]
import { readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

const { values } = parseArgs({ options: { dist: { type: 'string' } } });
const dist = resolve(values.dist ?? join(dirname(fileURLToPath(import.meta.url)), '..', 'dist'));
const outdir = join(dist, 'web-bundle');
const shared = { bundle: true, minify: true, target: 'es2022', conditions: ['onnxruntime-web-use-extern-wasm'], outdir, absWorkingDir: dist, legalComments: 'linked', logLevel: 'warning' };

/** The worker lies beside the bundle, under another name than in the package. */
const workerBeside = {
  name: 'worker-beside',
  setup(build) {
    build.onLoad({ filter: /[\\/]web[\\/]load\.js$/ }, ({ path }) => ({ contents: readFileSync(path, 'utf8').replace("'./worker.js'", "'./metalearn-web-worker.js'"), loader: 'js' }));
  },
};
const here = '__metalearnHere';
const page = { ...shared, plugins: [workerBeside], define: { METALEARN_RUNTIME: here } };

await build({ ...shared, format: 'esm', splitting: true, entryPoints: [{ in: join(dist, 'web', 'worker.js'), out: 'metalearn-web-worker' }], chunkNames: 'metalearn-web-[hash]' });
await build({ ...page, format: 'esm', entryPoints: [{ in: join(dist, 'web', 'index.js'), out: 'metalearn-web' }], outExtension: { '.js': '.mjs' }, banner: { js: `const ${here} = new URL('./', import.meta.url).href;` } });
await build({
  ...page,
  format: 'iife',
  globalName: 'metalearn',
  entryPoints: [{ in: join(dist, 'web', 'index.js'), out: 'metalearn-web' }],
  define: { ...page.define, 'import.meta.url': here },
  banner: { js: `var ${here} = new URL('./', document.currentScript.src).href;` },
});
