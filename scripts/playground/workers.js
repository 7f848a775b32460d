import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** How code names the worker that it starts: a form that runs without a bundler, too. */
const workerAddress = /new URL\(\s*['"](\.{1,2}\/[^'"]+\.js)['"],\s*import\.meta\.url\s*\)/g;

/** The compiled files that pages start as workers, found by how they are started. */
export function findWorkers(dist) {
  const files = ['playground', 'web'].map((folder) => join(dist, folder)).filter(existsSync).flatMap(scriptsOf);
  const found = files.flatMap((file) => [...readFileSync(file, 'utf8').matchAll(workerAddress)].map(([, target]) => resolve(dirname(file), target)));
  for (const worker of found) if (!existsSync(worker)) throw new Error(`${worker} is started as a worker, but is not there: compile it first.`);
  return [...new Set(found)];
}

/** An esbuild plugin that writes the names of the bundled workers in place of the compiled ones'. `bundled`: from path to file name; `started` notes who starts which. */
export function withWorkers(bundled, started) {
  return {
    name: 'workers',
    setup(build) {
      build.onLoad({ filter: /[\\/](playground|web)[\\/].*\.js$/ }, ({ path }) => {
        const named = readFileSync(path, 'utf8').replace(workerAddress, (whole, target) => {
          const name = bundled.get(resolve(dirname(path), target));
          if (!name) return whole;
          started.set(path, [...(started.get(path) ?? []), name]);
          return `new URL('./${name}', import.meta.url)`;
        });
        return { contents: named, loader: 'js' };
      });
    },
  };
}

function scriptsOf(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js') && !file.endsWith('.test.js')).map((file) => join(folder, file));
}
