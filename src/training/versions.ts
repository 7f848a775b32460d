import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/** The versions of what computes a run's numbers, for config.json. */
export async function versions(): Promise<Record<string, string>> {
  return {
    metalearn: await versionIn(new URL('../../package.json', import.meta.url)),
    'onnxruntime-node': await versionIn(packageFile('onnxruntime-node')),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  };
}

function packageFile(name: string): URL | undefined {
  try {
    return new URL(`file://${createRequire(import.meta.url).resolve(`${name}/package.json`)}`);
  } catch {
    return undefined;
  }
}

async function versionIn(file: URL | undefined): Promise<string> {
  try {
    return (JSON.parse(await readFile(file!, 'utf8')) as { version: string }).version;
  } catch {
    return 'unknown';
  }
}
