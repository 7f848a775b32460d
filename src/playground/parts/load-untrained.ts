import { glorotUniform } from '../../nn/initialisers.js';
import { key } from '../../random/key.js';
import { decodeSafetensors, encodeSafetensors, placesOf } from '../../training/safetensors.js';
import type { ArtifactCard, Model } from '../../web/index.js';
import { fetchKept } from './fetch-kept.js';
import { loadModel, type OnProgress } from './load-model.js';
import { modelUrl } from './site.js';

/** A model that came with the site before it met any task: its programs, with weights as training begins with them. */
export async function loadUntrained(folder: string, onProgress?: OnProgress): Promise<Model> {
  const read = (file: string) => fetchKept(modelUrl(`${folder}/${file}`));
  const card = JSON.parse(new TextDecoder().decode(await read('artifact.json'))) as ArtifactCard;
  const names = [...new Set(card.programs.flatMap(({ adapt, predict }) => [adapt.file, predict.file]))];
  const files = new Map(await Promise.all(names.map(async (name) => [name, await read(name)] as const)));
  const weights = fresh(await read(card.weights.file));
  const sha256 = await sumOf(weights);
  const own: ArtifactCard = { ...card, title: `${card.title}, not trained`, weights: { ...card.weights, sha256 } };
  return loadModel(new Map([...files, [card.weights.file, weights], ['artifact.json', new TextEncoder().encode(JSON.stringify(own))]]), { onProgress });
}

/** Weights of the same names and shapes at the same places: kernels uniform as by Glorot and Bengio, scales of one, all else zero. */
function fresh(trained: Uint8Array): Uint8Array {
  const { tensors, metadata } = decodeSafetensors(trained);
  const places = placesOf(trained);
  const begun = [...tensors].map(([name, array], i) => {
    const { shape } = array;
    if (shape.length < 2) return [name, { ...array, data: new Float32Array(array.data.length).fill(name.endsWith('scale') ? 1 : 0) }] as const;
    return [name, glorotUniform(key(i + 1), shape)] as const;
  });
  return encodeSafetensors({ tensors: new Map(begun), metadata, half: (name) => places.get(name)?.type === 'float16' });
}

async function sumOf(bytes: Uint8Array): Promise<string> {
  // Without a secure context sums are not checked either.
  if (!globalThis.crypto?.subtle) return '';
  return Array.from(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes as BufferSource)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
