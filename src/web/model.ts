import type { AdaptProgram, ArtifactCard } from '../artifact/card.js';
import { requireMeaning } from './check-support.js';
import type { Computers } from './computers.js';
import { WebModelError } from './errors.js';
import { classFeeds, programFor, queryFeeds, queryRows, supportFeeds, type Inputs } from './feeds.js';
import type { Feeds, WebDevice } from './protocol.js';
import { decodeSaved, encodeSaved, requireKnown } from './saved.js';
import type { Files } from './source.js';

/** A model that was loaded, and adapts. */
export interface Model {
  /** What it is: artifact.json. */
  readonly card: ArtifactCard;
  readonly device: WebDevice;
  readonly threads: number;
  /** What could not be had, in words: threads, WebGPU. */
  readonly notes: readonly string[];
  /**
   * Adapts to a support set, given by the names of the program's inputs, row after row: `{ x, y }` of examples, `{ items, y }` of ratings. It is padded to the
   * program's rows; masks and the classes that there are follow from it where they are not given.
   * @throws WebModelError where it does not fit the model.
   */
  adapt(support: Inputs, options?: { readonly steps?: number; readonly signal?: AbortSignal }): Promise<AdaptedModel>;
  /** An adapted model from what `save` gave. @throws WebModelError where it is damaged, or belongs to another model. */
  restore(saved: Uint8Array): Promise<AdaptedModel>;
  /** Ends the worker and frees its memory. */
  release(): void;
}

/** A model adapted to one task. It is data only: nothing has to be freed. */
export interface AdaptedModel {
  /** How long the program of adapting took, in the worker; 0 where restored. */
  readonly milliseconds: number;
  /** What was said when it was saved. */
  readonly about: Readonly<Record<string, string>>;
  /** The outputs by name, row after row: `probabilities` and `logits`, `values`, `scores`, `parameters`. Any number of queries. */
  predict(queries?: Inputs): Promise<Record<string, Float32Array>>;
  /** The adapted weights as a .safetensors file, for `restore`. */
  save(about?: Readonly<Record<string, string>>): Uint8Array;
}

export interface ModelParts {
  readonly card: ArtifactCard;
  readonly files: Files;
  readonly weights: () => Promise<Uint8Array>;
  readonly computers: Computers;
  readonly threads: number;
  readonly notes: readonly string[];
}

export function modelOf({ card, files, weights, computers, threads, notes }: ModelParts): Model {
  const compute = (file: string, feeds: Feeds, outputs: readonly string[]) => computers.run((worker) => worker.run({ file, model: () => files.read(file), weights }, feeds, outputs));

  const adaptedBy = (program: AdaptProgram, known: Feeds, milliseconds: number, about: Readonly<Record<string, string>>): AdaptedModel => ({
    milliseconds,
    about,
    async predict(queries = {}) {
      const names = program.predict.outputs.map(({ name }) => name);
      const rows = queryRows(program, known, queries);
      const call = async (first: number) => (await compute(program.predict.file, queryFeeds(program, known, queries, first), names)).outputs;
      if (!rows) return flat(await call(0));
      const parts: Feeds[] = [];
      for (let first = 0; first < rows.count; first += rows.each) parts.push(await call(first));
      return Object.fromEntries(program.predict.outputs.map(({ name, shape }) => [name, joined(parts.map((part) => part[name].data as Float32Array), (rows.count * shape.reduce((a, b) => a * b, 1)) / rows.each)]));
    },
    save: (said = about) => encodeSaved({ weights: card.weights.sha256, rows: program.rows, steps: program.steps, known, about: said }),
  });

  return {
    card,
    get device() {
      return computers.device();
    },
    threads,
    notes,
    async adapt(support, { steps, signal } = {}) {
      signal?.throwIfAborted();
      const program = programFor(card, support, steps);
      requireMeaning(card, program, support);
      const feeds = supportFeeds(program, support);
      const { outputs, milliseconds } = await compute(program.adapt.file, feeds, program.adapt.outputs.map(({ name }) => name));
      signal?.throwIfAborted();
      return adaptedBy(program, { ...outputs, ...classFeeds(program, support) }, milliseconds, {});
    },
    async restore(bytes) {
      const { weights: sum, rows, steps, known, about } = decodeSaved(bytes);
      if (sum !== card.weights.sha256) throw new WebModelError(`The adapted model belongs to another model than "${card.title}": load that one first.`);
      const program = card.programs.find((each) => each.rows === rows && each.steps === steps);
      if (!program) throw new WebModelError(`The adapted model was made for ${rows} rows and ${steps} steps, for which "${card.title}" has no programs here.`);
      requireKnown(program, known);
      return adaptedBy(program, known, 0, about);
    },
    release: () => computers.end(),
  };
}

function flat(outputs: Feeds): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(outputs).map(([name, { data }]) => [name, data as Float32Array]));
}

function joined(parts: readonly Float32Array[], length: number): Float32Array {
  const all = new Float32Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part.subarray(0, length - at), at);
    at += part.length;
  }
  return all;
}
