// Where things lie in the repository, and what the pages are.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const repository = fileURLToPath(new URL('../..', import.meta.url));
export const sources = join(repository, 'src', 'playground');

/** {folder, file, name, title, lead} of each page. */
export const pages = JSON.parse(readFileSync(join(sources, 'pages.json'), 'utf8'));
