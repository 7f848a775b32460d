import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ndarray, type DType, type NdArray } from '../graph/index.js';

/** An array of a fixture: its values flat, row-major. */
export interface FixtureArray {
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** The content of a file of `fixtures/`, which stands beside package.json, wherever this was compiled to. */
export function readFixture(name: string): unknown {
  return JSON.parse(readFileSync(join(repository(), 'fixtures', name), 'utf8'));
}

/** The folder with package.json and fixtures/, wherever this was compiled to. */
export function repository(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  const holds = (): boolean => existsSync(join(folder, 'package.json')) && existsSync(join(folder, 'fixtures'));
  while (!holds() && dirname(folder) !== folder) folder = dirname(folder);
  return holds() ? folder : process.cwd();
}

/** A host array from a fixture's. */
export function arrayOf({ shape, values }: FixtureArray, dtype: DType = 'float32'): NdArray {
  return ndarray(dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values), shape, dtype);
}

/** A fixture's tree of arrays as host arrays. */
export function arraysOf(tree: unknown): unknown {
  if (typeof tree !== 'object' || tree === null) throw new TypeError(`A fixture's tree holds arrays only, got ${String(tree)}.`);
  if ('values' in tree && 'shape' in tree) return arrayOf(tree as FixtureArray);
  if (Array.isArray(tree)) return tree.map(arraysOf);
  return Object.fromEntries(Object.entries(tree).map(([name, child]) => [name, arraysOf(child)]));
}
