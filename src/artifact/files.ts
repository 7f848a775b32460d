import { portableModel, type StoredArray } from '../compile/index.js';
import type { NdArray, Tensor } from '../graph/index.js';
import { encodeSafetensors, placesOf } from '../training/safetensors.js';
import { artifactFormat, type AdaptProgram, type ArtifactCard, type NamedSignature } from './card.js';
import type { LearnerProgram, Named } from './learner-programs.js';

/** What an artifact is made of. */
export interface ArtifactParts {
  readonly card: Omit<ArtifactCard, 'format' | 'weights' | 'programs'>;
  /** What stands in weights.safetensors, by name (`params.<path>` for parameters), and the placeholder that stands for each in the programs, where there is one. */
  readonly weights: ReadonlyMap<string, { readonly value: NdArray; readonly placeholder?: Tensor }>;
  readonly programs: readonly LearnerProgram[];
  /** 16 halves the size; predictions differ in the third or fourth digit. An array that 16 bits cannot hold stays in 32. */
  readonly bits: 16 | 32;
  /** The SHA-256 of bytes, in hexadecimal digits. */
  readonly sha256: (bytes: Uint8Array) => Promise<string> | string;
}

const weightsFile = 'weights.safetensors';

/** The files of an artifact by name, its card among them: what a folder, a server or a .zip then holds. Equal parts give equal bytes. */
export async function artifactFiles({ card, weights, programs, bits, sha256 }: ArtifactParts): Promise<ReadonlyMap<string, Uint8Array>> {
  const tensors = new Map([...weights].map(([name, { value }]) => [name, value]));
  const stored = encodeSafetensors({ tensors, metadata: { format: artifactFormat }, half: (name) => bits === 16 && fitsHalf(tensors.get(name)!) });
  const places = placesOf(stored);
  const known = new Map([...weights].flatMap(([name, { placeholder }]) => (placeholder ? [[placeholder, storedAt(name)] as const] : [])));
  const files = new Map<string, Uint8Array>([[weightsFile, stored]]);
  const predict = put('predict', ({ predict: { outputs } }) => outputs);
  // What no answer depends on is not handed over.
  const asked = new Set(predict.flatMap(({ inputs }) => inputs.map(({ name }) => name)));
  const adapt = put('adapt', ({ adapt: { outputs } }) => pick(outputs, asked));
  const listed = programs.map(({ rows, steps }, i): AdaptProgram => ({ rows, steps, adapt: adapt[i], predict: predict[i] }));
  const parameters = [...weights].reduce((total, [name, { value }]) => total + (name.startsWith('params.') ? value.data.length : 0), 0);
  const whole: ArtifactCard = { format: artifactFormat, ...card, weights: { file: weightsFile, bytes: stored.length, parameters, bits, sha256: await sha256(stored) }, programs: listed };
  return new Map([['artifact.json', new TextEncoder().encode(`${JSON.stringify(whole, null, 1)}\n`)], ...files]);

  function storedAt(name: string): StoredArray {
    const { type, offset, length } = places.get(name)!;
    if (type === 'bool') throw new TypeError(`The weight ${name} is bool; weights are numbers.`);
    return { file: weightsFile, type, offset, length };
  }

  /** Adds what does one of the two, a file for each different model: predicting is mostly the same after support sets of any size. */
  function put(verb: 'adapt' | 'predict', outputsOf: (program: LearnerProgram) => Named): AdaptProgram['adapt'][] {
    const made = programs.map((program) => {
      const outputs = outputsOf(program);
      return { ...portableModel({ inputs: program[verb].inputs, outputs, weights: known }), outputs, program };
    });
    const distinct = made.filter(({ model }, i) => made.findIndex((other) => equal(other.model, model)) === i);
    return made.map(({ model, inputs, outputs }) => {
      const first = distinct.find((other) => equal(other.model, model))!;
      const file = distinct.length === 1 ? `${verb}.onnx` : `${verb}${suffixOf(first.program)}.onnx`;
      files.set(file, first.model);
      return { file, inputs: signaturesOf(inputs), outputs: signaturesOf(outputs) };
    });
  }

  function suffixOf({ rows, steps }: LearnerProgram): string {
    return `${varies(programs, 'rows') ? `-${rows}-rows` : ''}${varies(programs, 'steps') ? `-${steps}-step${steps === 1 ? '' : 's'}` : ''}`;
  }
}

/** Of 16-bit numbers: the largest, and the smallest that has all its digits. */
const [largestHalf, leastHalf] = [65504, 2 ** -14];

/** Whether 16 bits hold the values of an array: none overflows, and the largest keeps its digits. Whatever is far smaller than that may become zero. */
function fitsHalf({ data }: NdArray): boolean {
  let largest = 0;
  for (const value of data) if (Math.abs(value) > largest && Number.isFinite(value)) largest = Math.abs(value);
  return largest === 0 || (largest >= leastHalf && largest <= largestHalf);
}

function varies(programs: readonly LearnerProgram[], what: 'rows' | 'steps'): boolean {
  return new Set(programs.map((program) => program[what])).size > 1;
}

function pick<T>(named: Readonly<Record<string, T>>, names: ReadonlySet<string>): Record<string, T> {
  return Object.fromEntries(Object.entries(named).filter(([name]) => names.has(name)));
}

function signaturesOf(named: Readonly<Record<string, Tensor>>): NamedSignature[] {
  return Object.entries(named).map(([name, { shape, dtype }]) => ({ name, shape: [...shape], dtype }));
}

function equal(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
