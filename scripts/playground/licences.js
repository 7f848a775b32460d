import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The licences of all packages that bundled files come from, as one text. */
export function licencesOf(files) {
  const packages = [...new Set(files.flatMap((file) => file.match(/^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/)?.[0] ?? []))].sort();
  return packages.map(licenceOf).join(`\n\n${'-'.repeat(80)}\n\n`);
}

function licenceOf(folder) {
  const { name, version, license, homepage = '' } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = existsSync(folder) && readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version}, ${license} ${homepage}\n\n${file ? readFileSync(join(folder, file), 'utf8').trim() : ''}`.trim();
}
