import { existsSync, realpathSync } from 'node:fs';
import { basename, join, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { pages, repository, sources } from './sources.js';
import { findWorkers, withWorkers } from './workers.js';

const shared = {
  bundle: true,
  format: 'esm',
  minify: true,
  splitting: true,
  metafile: true,
  absWorkingDir: repository,
  target: 'es2022',
  entryNames: 'assets/[name]-[hash]',
  chunkNames: 'assets/[name]-[hash]',
  // The runtime's own WebAssembly lies beside the site's files, with a name that stays.
  conditions: ['onnxruntime-web-use-extern-wasm'],
  // All licences are gathered in one file of the site.
  legalComments: 'none',
  logLevel: 'warning',
};

/**
 * Bundles the workers, then the pages, the shell and the styles.
 * Resolves to the outputs with what they import, and the file of each entry: {outputs, fileOf(entry), started}.
 */
export async function bundle(dist, out, define) {
  const compiled = realpathSync(dist);
  const workers = findWorkers(compiled);
  const bundledWorkers = await build({ ...shared, outdir: out, define, entryPoints: entries(workers, (path) => relative(compiled, path).replace(/\.js$/, '').replaceAll(/[\\/]/g, '-')) });
  const workerFiles = filesOf(bundledWorkers.metafile, out);

  const started = new Map();
  const names = new Map(workers.map((path) => [path, basename(workerFiles.entry(path))]));
  const scripts = await build({
    ...shared,
    outdir: out,
    define,
    entryPoints: [{ in: join(compiled, 'playground', 'shell', 'main.js'), out: 'shell' }, ...pages.map(({ folder }) => ({ in: join(compiled, 'playground', folder, 'main.js'), out: folder }))],
    plugins: [withWorkers(names, started)],
  });
  const styles = await Promise.all(pages.map(({ folder }) => bundleStyle(folder, out)));
  return { scripts: filesOf(scripts.metafile, out), workers: workerFiles, styles, started };
}

/** One script by itself, at the root of the site: the service worker. */
export async function bundleAlone(input, output, define) {
  await build({ ...shared, splitting: false, entryNames: '[name]', entryPoints: [input], outfile: output, define });
}

/** The site's style and, where there is one, the page's own. Resolves to its file. */
async function bundleStyle(folder, out) {
  const own = join(sources, folder, 'page.css');
  const contents = ['../site.css', ...(existsSync(own) ? ['./page.css'] : [])].map((file) => `@import '${file}';`).join('\n');
  const { metafile } = await build({ ...shared, splitting: false, outdir: out, stdin: { contents, loader: 'css', resolveDir: join(sources, folder), sourcefile: `${folder}.css` }, entryNames: `assets/${folder}-[hash]` });
  return relative(out, resolve(repository, Object.keys(metafile.outputs)[0]));
}

function entries(paths, nameOf) {
  return paths.map((path) => ({ in: path, out: nameOf(path) }));
}

/** Outputs by their path in the site, with what they were made of and import. */
function filesOf({ outputs }, out) {
  const inSite = (path) => relative(resolve(out), resolve(repository, path)).replaceAll('\\', '/');
  const files = new Map(Object.entries(outputs).map(([path, { inputs, imports, entryPoint }]) => [
    inSite(path),
    // What package.json leaves out of browsers has no file.
    { inputs: Object.keys(inputs).filter((input) => !input.startsWith('(disabled)')).map((input) => resolve(repository, input)), imports: imports.filter(({ external }) => !external).map(({ path: imported }) => inSite(imported)), entryPoint: entryPoint && resolve(repository, entryPoint) },
  ]));
  return { files, entry: (path) => [...files].find(([, { entryPoint }]) => entryPoint === path)[0] };
}
