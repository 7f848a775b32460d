import { reshape } from '../../graph/primitives/layout.js';
import type { Tensor } from '../../graph/tensor.js';
import { attributesOf, is } from '../simplify/match.js';

/** What comes back from a convolution with a stride that divides the size of its input: parts of one size, whose columns, and then rows, take turns. */
export interface Turns {
  /** Row by row of residues, each as it was before it was reshaped to take its turn. */
  readonly parts: readonly Tensor[];
  /** How many take turns down and across. */
  readonly stride: readonly [number, number];
}

/** The parts that take turns in the positions of some images; undefined where none do. */
export function turnsOf(rows: Tensor, images: number, [height, width]: readonly [number, number]): Turns | undefined {
  const channels = rows.size / images / height / width;
  const lines = takingTurns(rows);
  const down = lines?.length ?? 0;
  const parts = lines?.map(takingTurns);
  const across = parts?.[0]?.length ?? 0;
  if (!lines || height % down !== 0 || width % across !== 0 || !parts?.every((line) => line?.length === across)) return undefined;
  const isLine = (line: Tensor) => asMade(line).shape.join() === [(images * height * width) / down / across, across, channels].join();
  if (asMade(rows).shape.join() !== [(images * height) / down, down, width * channels].join() || !lines.every(isLine)) return undefined;
  return { parts: parts.flatMap((line) => line as readonly Tensor[]), stride: [down, across] };
}

/** What takes turns along the middle axis of a concatenation. */
function takingTurns(x: Tensor): readonly Tensor[] | undefined {
  const joined = asMade(x);
  const isOfTurns = is(joined, 'concat') && joined.rank === 3 && attributesOf<{ axis: number }>(joined).axis === 1;
  return isOfTurns && joined.inputs.every((part) => part.shape[1] === 1) ? joined.inputs : undefined;
}

/** Rows of a width, as they were before they were reshaped. */
export function asRows(x: Tensor, width: number): Tensor {
  while (is(x, 'reshape') && x.inputs[0].rank >= 2 && x.shape[x.rank - 1] === width && x.inputs[0].shape[x.inputs[0].rank - 1] === width) [x] = x.inputs;
  return x.rank === 2 ? x : reshape(x, [x.size / width, width]);
}

/** What was reshaped. */
export function asMade(x: Tensor): Tensor {
  while (is(x, 'reshape')) [x] = x.inputs;
  return x;
}
