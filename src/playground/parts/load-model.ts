import { load, type LoadOptions, type Model } from '../../web/index.js';
import { fetchKept } from './fetch-kept.js';
import { modelUrl, runtimeUrl } from './site.js';

type Options = Pick<LoadOptions, 'onProgress' | 'signal'>;
export type OnProgress = LoadOptions['onProgress'];

/** The site's own way of loading a model: kept for offline use, and on WebAssembly, as models this small are slower on a GPU. */
export function loadModel(source: Parameters<typeof load>[0], options: Options = {}): Promise<Model> {
  return load(source, { device: 'wasm', runtime: runtimeUrl(''), fetch: fetchKept, ...options });
}

/** A model that came with the site: the folder of that name below src/playground/models. */
export function loadShipped(name: string, options?: Options): Promise<Model> {
  return loadModel(modelUrl(`${name}/`), options);
}
