import * as z from 'zod/mini';

/** Thrown where an artifact cannot be used: damaged, made by a newer version, or no artifact at all. */
export class ArtifactError extends Error {
  override name = 'ArtifactError';
}

/** What the first words of `format` are; a version that is not known follows no promise. */
const family = 'metalearn artifact';
export const artifactVersion = 1;
export const artifactFormat = `${family} ${artifactVersion}`;

const signature = z.object({ name: z.string(), shape: z.array(z.number()), dtype: z.enum(['float32', 'int32', 'bool']) });

const program = z.object({
  /** Rows of the support set; fewer are padded, with zeros in `mask`. */
  rows: z.number(),
  /** Inner steps. */
  steps: z.number(),
  /** The ONNX files, and what goes into each and comes out. */
  adapt: z.object({ file: z.string(), inputs: z.array(signature), outputs: z.array(signature) }),
  predict: z.object({ file: z.string(), inputs: z.array(signature), outputs: z.array(signature) }),
});

/** What inputs are numbers of, where they are more than numbers: images, texts, series or rows of a table, and how they were made. */
const column = z.looseObject({ kind: z.string(), column: z.string() });
const inputs = {
  input: z.array(z.number()),
  image: z.optional(z.looseObject({ height: z.number(), width: z.number(), channels: z.number() })),
  text: z.optional(z.record(z.string(), z.unknown())),
  series: z.optional(z.looseObject({ steps: z.number(), channels: z.array(z.string()) })),
  table: z.optional(z.looseObject({ inputs: z.array(column), target: column })),
};

/** What a learner tells apart, predicts, recommends or does. */
const kind = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('classes'), ways: z.number(), ...inputs }),
  z.object({ kind: z.literal('values'), outputs: z.number(), ...inputs }),
  z.object({ kind: z.literal('ratings'), catalogue: z.string(), scale: z.object({ low: z.number(), high: z.number() }), question: z.optional(z.string()) }),
  z.object({ kind: z.literal('policy'), environment: z.string(), observations: z.number(), actions: z.record(z.string(), z.unknown()), horizon: z.number(), episodes: z.number(), discount: z.number(), lambda: z.number() }),
]);

const card = z.object({
  format: z.literal(artifactFormat),
  title: z.string(),
  learns: kind,
  task: z.string(),
  algorithm: z.string(),
  /** How it was trained: options, seed, iterations. */
  training: z.record(z.string(), z.unknown()),
  /** What `metalearn test` found, with its protocol. */
  test: z.optional(z.record(z.string(), z.unknown())),
  /** Whose data it learned from, and on what terms. */
  data: z.string(),
  licence: z.string(),
  /** When it was exported, YYYY-MM-DD, and by which version. */
  date: z.string(),
  version: z.string(),
  weights: z.object({ file: z.string(), bytes: z.number(), parameters: z.number(), bits: z.union([z.literal(16), z.literal(32)]), sha256: z.string() }),
  programs: z.array(program).check(z.minLength(1)),
});

/** artifact.json: what an artifact is, for machines. */
export type ArtifactCard = z.infer<typeof card>;
/** Support sets of one size: the files, and their inputs and outputs. */
export type AdaptProgram = z.infer<typeof program>;
export type NamedSignature = z.infer<typeof signature>;
export type Learns = z.infer<typeof kind>;

/**
 * The card in the text of an artifact.json.
 * @throws ArtifactError where it is damaged, made by a newer version, or something else.
 */
export function parseCard(text: string, file = 'artifact.json'): ArtifactCard {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ArtifactError(`${file} is not JSON (${(error as Error).message}): it was cut short or is another file. Export the run again.`);
  }
  const { format } = (typeof json === 'object' && json !== null ? json : {}) as { format?: unknown };
  if (typeof format !== 'string' || !format.startsWith(family)) throw new ArtifactError(`${file} is not the card of an artifact: its format is ${JSON.stringify(format)}. metalearn export RUN makes one.`);
  const version = Number(format.slice(family.length));
  if (version > artifactVersion) throw new ArtifactError(`${file} was made by a newer version of metalearn (artifact format ${version}; this one reads ${artifactVersion}). Update metalearn, or export the run with this version.`);
  const parsed = card.safeParse(json);
  if (!parsed.success) {
    const { path, message } = parsed.error.issues[0];
    throw new ArtifactError(`${file} is damaged: ${path.join('.') || 'it'}: ${message}. Export the run again.`);
  }
  return parsed.data;
}
