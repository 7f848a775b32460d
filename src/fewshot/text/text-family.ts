import { sizeOf } from '../../graph/index.js';
import type { EpisodeSizes, ExampleClasses, Split } from '../../tasks/index.js';
import { classFamily, type ClassFamily } from '../family.js';
import { writeRow, type SparseRow, type TextRepresentation } from '../../tasks/text/index.js';

/** A class and its texts. */
export interface TextClass {
  readonly name: string;
  readonly texts: readonly string[];
}

/** A family whose examples are texts. */
export interface TextFamily extends ClassFamily {
  /** How its texts become numbers, with what was learned for it from training classes: `encodeTexts` prepares new texts with it. */
  readonly representation: TextRepresentation;
  /** The text of an example. */
  textOf(split: Split, index: number, example: number): string;
}

/** A family of N-way K-shot classification of texts. What the representation learns, it learns from the training split. */
export function textFamily(
  name: string,
  splits: Readonly<Record<Split, readonly TextClass[]>>,
  given: TextRepresentation,
  sizes: EpisodeSizes,
  description: Readonly<Record<string, unknown>>,
  warnings: readonly string[] = [],
): TextFamily {
  const representation = given.fit?.(splits.train.flatMap(({ texts }) => texts)) ?? given;
  const encoded = { train: encodedClasses(splits.train, representation), validation: encodedClasses(splits.validation, representation), test: encodedClasses(splits.test, representation) };
  return {
    ...classFamily(name, encoded, representation.inputShape, sizes, { ...description, representation: representation.description }),
    representation,
    textOf: (split, index, example) => splits[split][index].texts[example],
    ...(warnings.length > 0 && { warnings }),
  };
}

/** Texts are encoded when first drawn, and kept without their zeros. */
function encodedClasses(classes: readonly TextClass[], representation: TextRepresentation): ExampleClasses {
  const size = sizeOf(representation.inputShape);
  const kept = classes.map(({ texts }) => new Array<SparseRow | undefined>(texts.length));
  return {
    count: classes.length,
    nameOf: (index) => classes[index].name,
    sizeOf: (index) => classes[index].texts.length,
    write(index, example, into, offset) {
      into.fill(0, offset, offset + size);
      writeRow((kept[index][example] ??= representation.encode(classes[index].texts[example])), into, offset);
    },
  };
}
