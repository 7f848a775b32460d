import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { bundle, bundleAlone } from './bundle.js';
import { licencesOf } from './licences.js';
import { pages, sources } from './sources.js';

const require = createRequire(import.meta.url);

/**
 * Writes the whole site to `out`, whose former content is dropped, from the compiled JavaScript in `dist` and the artifacts in `models`.
 * Resolves to {pages: [{name, files}], own}: what each page loads, and which files are the site's own rather than the runtime's.
 */
export async function buildSite({ dist, out, models: artifacts }) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const runtime = copyRuntime(out);
  const models = copyModels(artifacts, out);
  const define = { RUNTIME_FOLDER: JSON.stringify(runtime), MODELS_FOLDER: JSON.stringify(models) };
  const { scripts, workers, styles, started } = await bundle(dist, out, define);

  const compiled = realpathSync(dist);
  const shell = scripts.entry(join(compiled, 'playground', 'shell', 'main.js'));
  const template = readFileSync(join(sources, 'template.html'), 'utf8');
  const built = pages.map((page, i) => {
    const script = scripts.entry(join(compiled, 'playground', page.folder, 'main.js'));
    writeFileSync(join(out, page.file), htmlOf(template, page, { style: styles[i], shell, script }));
    return { name: page.name, files: [...new Set([page.file, styles[i], ...reached([shell, script], scripts, workers, started)])] };
  });

  const loaded = new Map([...scripts.files, ...workers.files]);
  writeFileSync(join(out, 'licences.txt'), licencesOf([...loaded.values()].flatMap(({ inputs }) => inputs)));
  const own = new Set([...new Set(built.flatMap(({ files }) => files))].filter((file) => !isRuntime(loaded.get(file))));
  const everything = [...filesBelow(out, 'assets'), ...pages.map(({ file }) => file)];
  // Of the runtime's scripts those for WebGPU come with their first use.
  const kept = everything.filter((file) => !loaded.get(file)?.inputs.some((input) => /onnxruntime-web[\\/]dist[\\/]ort\.min/.test(input)));
  // Pages that were not visited yet work offline, too.
  const shipped = existsSync(join(out, models)) ? filesBelow(out, models).filter((file) => !file.endsWith('.md')) : [];
  const files = [...kept, ...shipped, `${runtime}/${runtimeFiles[0]}`];
  await bundleAlone(join(compiled, 'playground', 'shell', 'service-worker.js'), join(out, 'service-worker.js'), {
    SITE_VERSION: JSON.stringify(sumOf(files.map((file) => join(out, file)))),
    SITE_FILES: JSON.stringify(files),
    KEPT_FOLDERS: JSON.stringify([runtime, models, 'assets']),
  });
  return { pages: built, own };
}

const runtimeFiles = ['ort-wasm-simd-threaded.mjs', 'ort-wasm-simd-threaded.wasm'];

function copyRuntime(out) {
  const from = dirname(require.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'));
  const { version } = JSON.parse(readFileSync(join(from, '..', 'package.json'), 'utf8'));
  const folder = `runtime-${version}`;
  mkdirSync(join(out, folder));
  for (const file of runtimeFiles) cpSync(join(from, file), join(out, folder, file));
  return folder;
}

function copyModels(from, out) {
  if (!existsSync(from)) return 'models';
  const folder = `models-${sumOf(filesBelow(from, '').map((file) => join(from, file)))}`;
  cpSync(from, join(out, folder), { recursive: true });
  return folder;
}

function htmlOf(template, page, { style, shell, script }) {
  const nav = pages.map(({ file, name }) => `<a href="${file}"${file === page.file ? ' aria-current="page"' : ''}>${name}</a>`).join('');
  const values = { ...page, style, shell, script, nav };
  return template.replaceAll(/\{\{(\w+)\}\}/g, (_, name) => values[name]);
}

/** The scripts that entries import, at once or later, and the workers that these start. */
function reached(entries, scripts, workers, started) {
  const follow = (from, files) => {
    const seen = new Set(from);
    for (const file of seen) for (const imported of files.get(file)?.imports ?? []) seen.add(imported);
    return [...seen];
  };
  const own = follow(entries, scripts.files);
  const starts = own.flatMap((file) => scripts.files.get(file).inputs.flatMap((input) => started.get(input) ?? [])).map((name) => `assets/${name}`);
  return [...own, ...follow(starts, workers.files)];
}

function isRuntime(file) {
  return Boolean(file?.inputs.length && file.inputs.every((input) => input.includes('onnxruntime-web')));
}

function filesBelow(root, folder) {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file).replaceAll('\\', '/')).filter((file) => statSync(join(root, file)).isFile()).sort();
}

function sumOf(files) {
  const sum = createHash('sha256');
  for (const file of files) sum.update(file.slice(-40)).update(readFileSync(file));
  return sum.digest('hex').slice(0, 8);
}
