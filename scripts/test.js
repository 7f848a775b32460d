// Runs every compiled test that has a source still, two files at a time. `node --test` with a pattern needs Node 21.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';

const root = fileURLToPath(new URL('..', import.meta.url));
const wanted = process.argv.slice(2);

const files = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.test.js'))
  .filter((file) => existsSync(join(root, 'src', file.replace(/\.js$/, '.ts'))))
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort()
  .map((file) => join(root, 'dist', file));

if (files.length === 0) {
  console.error(`There is no compiled test${wanted.length ? ` whose path contains ${wanted.join(' or ')}` : ''} under dist: run npm run build first.`);
  process.exit(1);
}

run({ files, concurrency: 2 })
  .on('test:fail', () => {
    process.exitCode = 1;
  })
  .compose(new spec())
  .pipe(process.stdout);
