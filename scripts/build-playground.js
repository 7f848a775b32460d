// Builds the playground from compiled JavaScript into a folder of static files, prints the sizes of its pages, and fails above their limit.
// node scripts/build-playground.js [--dist dist] [--out site] [--models src/playground/models] [--serve [--port 4173]]
import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { buildSite } from './playground/build-site.js';
import { repository, sources } from './playground/sources.js';
import { largestPage, sizeOfPages } from './playground/sizes.js';

const { values } = parseArgs({ options: { dist: { type: 'string' }, out: { type: 'string' }, models: { type: 'string' }, serve: { type: 'boolean' }, port: { type: 'string', default: '4173' } } });
const { dist = join(repository, 'dist'), out = join(repository, 'site'), models = join(sources, 'models'), serve, port } = values;

const site = await buildSite({ dist, out, models });
const sizes = sizeOfPages(site, out);
const inKb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
for (const { name, bytes } of sizes) console.log(`${name.padEnd(10)} ${inKb(bytes).padStart(9)} of own files, gzipped`);
const large = sizes.filter(({ bytes }) => bytes > largestPage);
if (large.length > 0) {
  console.error(`${large.map(({ name }) => name).join(', ')}: a page's own files may be ${inKb(largestPage)} gzipped at most. Load what is not needed at once later, by import(), or take a smaller library.`);
  process.exitCode = 1;
} else if (serve) {
  const { serveFolder } = await import('./playground/serve.js');
  console.log(`The playground is at ${await serveFolder(out, Number(port))} (Ctrl-C ends it).`);
}
