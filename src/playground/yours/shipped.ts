import type { ArtifactCard } from '../../web/index.js';
import { fetchKept } from '../parts/fetch-kept.js';
import { modelUrl } from '../parts/site.js';

/** The files of a model that came with the site. @throws Error, in words, where they cannot be loaded. */
export async function shippedFiles(folder: string): Promise<Map<string, Uint8Array>> {
  const read = (file: string) => fetchKept(modelUrl(`${folder}/${file}`));
  const text = await read('artifact.json');
  const { weights, programs } = JSON.parse(new TextDecoder().decode(text)) as ArtifactCard;
  const names = [...new Set([weights.file, ...programs.flatMap(({ adapt, predict }) => [adapt.file, predict.file])])];
  return new Map([['artifact.json', text], ...(await Promise.all(names.map(async (name) => [name, await read(name)] as const)))]);
}
