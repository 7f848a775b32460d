// Names of folders of the built site, written in by scripts/build-playground.js: they change with what is in them.
declare const RUNTIME_FOLDER: string;
declare const MODELS_FOLDER: string;

/** The address of a file of ONNX Runtime. Every script of the site lies one folder below its root. */
export const runtimeUrl = (file: string): string => new URL(`../${RUNTIME_FOLDER}/${file}`, import.meta.url).href;

/** The address of a file below src/playground/models: 'curves/weights.safetensors'. */
export const modelUrl = (path: string): string => new URL(`../${MODELS_FOLDER}/${path}`, import.meta.url).href;
