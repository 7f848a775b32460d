import { sizeOf, type NdArray, type Shape } from '../../graph/index.js';

/** The values of a row that are not zero, and where they stand. */
export interface SparseRow {
  readonly at: Uint32Array;
  readonly values: Float32Array;
}

/** How a text becomes numbers: a value, so that training and whoever adapts the learner later use the same. */
export interface TextRepresentation {
  /** The shape of a text's numbers. */
  readonly inputShape: Shape;
  /** For config.json. */
  readonly description: Readonly<Record<string, unknown>>;
  encode(text: string): SparseRow;
  /** Where there is something to learn from texts of training classes: the representation that has learned it. */
  fit?(texts: Iterable<string>): TextRepresentation;
}

/** The texts as a learner of a family with this representation takes them: float32 (N, ...inputShape). */
export function encodeTexts(representation: TextRepresentation, texts: readonly string[]): NdArray {
  const size = sizeOf(representation.inputShape);
  const data = new Float32Array(texts.length * size);
  texts.forEach((text, row) => writeRow(representation.encode(text), data, row * size));
  return { data, shape: [texts.length, ...representation.inputShape], dtype: 'float32' };
}

/** Writes a row into zeros from `offset` on. */
export function writeRow({ at, values }: SparseRow, into: Float32Array, offset: number): void {
  for (let i = 0; i < at.length; i++) into[offset + at[i]] = values[i];
}
