import { cast, concat, div, equal, expandDims, logicalAnd, maximum, ndarray, reshape, slice, sub, sum, take, where, zeros, type Tensor } from '../graph/index.js';
import { foldIn, type Key } from '../random/index.js';
import { encoder, type Encoder } from './encoder.js';
import { normal, type Initialiser } from './initialisers.js';
import { learner } from './learner.js';

/** Some columns of a row that mean one thing, as config.json has it. */
export interface Field {
  readonly name: string;
  /** 'codes': whole numbers below `size`, of which 0 is nothing; their embeddings are averaged. 'numbers': values as they are. */
  readonly kind: 'codes' | 'numbers';
  /** Columns of the row. */
  readonly slots: number;
  /** Rows of the embedding table, of codes. */
  readonly size?: number;
  /** Values of an embedding, of codes. */
  readonly width?: number;
}

/** A table (size, width) for each field of codes. */
export type FieldsParams = Readonly<Record<string, { readonly table: Tensor }>>;

/** How many values a row of these fields has. */
export function slotsOf(fields: readonly Field[]): number {
  return fields.reduce((total, { slots }) => total + slots, 0);
}

/**
 * Features of rows of mixed fields: x (N, slots of all) float32, to the mean embedding of each field of codes beside the numbers, (N, D). Codes are exact below 2^24; one that is 0
 * stands for nothing and is not averaged, a field of nothing else gives row 0 of its table, which is learned: what is thought of the unknown.
 * @throws RangeError where a field has no columns, or codes no table.
 */
export function fieldsEncoder(fields: readonly Field[], { initialiser = normal(0.1) }: { readonly initialiser?: Initialiser } = {}): Encoder<FieldsParams> {
  for (const { name, kind, slots, size, width } of fields) {
    if (!(slots >= 1)) throw new RangeError(`The field ${name} needs at least one column, got ${slots}.`);
    if (kind === 'codes' && !(size! >= 1 && width! >= 1)) throw new RangeError(`The field ${name} of codes needs a table: its size and width are ${size} and ${width}.`);
  }
  const total = fields.reduce((sum, { kind, slots, width }) => sum + (kind === 'codes' ? width! : slots), 0);
  return encoder(
    [total],
    learner<FieldsParams>(
      (key: Key) => Object.fromEntries(fields.flatMap(({ name, kind, size, width }, i) => (kind === 'codes' ? [[name, { table: initialiser(foldIn(key, i), [size!, width!]) }]] : []))),
      (params, x) => {
        let start = 0;
        const parts = fields.map(({ name, kind, slots }) => {
          const columns = slice(x, [null, [start, (start += slots)]]);
          return kind === 'numbers' ? columns : meanEmbedding(params[name].table, columns);
        });
        return concat(parts, 1);
      },
    ),
  );
}

/** The mean over the codes of a row (N, L) that are not 0; row 0 where all are. */
function meanEmbedding(table: Tensor, columns: Tensor): Tensor {
  const codes = cast(columns, 'int32');
  const [rows, slots] = columns.shape;
  if (slots === 1) return take(table, reshape(codes, [rows]));
  const [size, width] = table.shape;
  const absent = equal(codes, 0);
  const count = sub(slots, sum(cast(absent, 'float32'), 1));
  // What is absent reads zeros below the table, which costs less than weights for all that was read; where a row is empty, its first slot reads row 0.
  const first = ndarray(Uint8Array.from({ length: slots }, (_, i) => Number(i === 0)), [slots], 'bool');
  const instead = where(logicalAnd(expandDims(equal(count, 0), 1), first), ndarray(Int32Array.of(0), []), ndarray(Int32Array.of(size), []));
  const read = take(concat([table, zeros([1, width])]), where(absent, instead, codes));
  return div(sum(read, 1), expandDims(maximum(count, 1), 1));
}
