import { compile, type Device } from '../../compile/index.js';
import type { HostOf, NdArray, Tensor } from '../../graph/index.js';
import { fieldsEncoder, type FieldsParams } from '../../nn/index.js';
import type { Column } from '../rows/columns.js';
import { slotsOfColumns, writeValues, type AttributeValues } from './attribute-values.js';
import type { Catalogue } from './catalogue.js';

/** Features of a catalogue's items, and of users: the encoder is the same for all, so that those of items are computed once. */
export interface Features {
  /** float32 (items, D). */
  readonly items: NdArray;
  /** How many features a user has; 0 where the data know nothing of users. */
  readonly userWidth: number;
  /** float32 (1, userWidth). */
  ofUser(attributes: AttributeValues): Promise<NdArray>;
}

/** @throws RangeError where the parameters are those of other columns. */
export async function featuresOf({ columns, rows, name }: Catalogue, params: HostOf<FieldsParams>, device: Device | undefined): Promise<Features> {
  requireTables(columns, params, name);
  const part = (of: Column['of']) => columns.filter((column) => column.of === of);
  const encoderOf = (list: readonly Column[]) => fieldsEncoder(list.map(({ field }) => field));
  const [itemEncoder, userColumns] = [encoderOf(part('item')), part('user')];
  const encodeItems = compile((given: FieldsParams, x: Tensor) => itemEncoder.apply(given, x), { device });
  const items = (await encodeItems(params as never, rows)) as NdArray;
  await encodeItems.release();

  const none: NdArray = { data: new Float32Array(1), shape: [1, 1], dtype: 'float32' };
  if (userColumns.length === 0) return { items, userWidth: 0, ofUser: async () => none };
  const userEncoder = encoderOf(userColumns);
  const encodeUser = compile((given: FieldsParams, x: Tensor) => userEncoder.apply(given, x), { device });
  const slots = slotsOfColumns(userColumns);
  return {
    items,
    userWidth: userEncoder.outputShape[0],
    async ofUser(attributes) {
      const data = new Float32Array(slots);
      writeValues(userColumns, attributes, data, 0);
      return (await encodeUser(params as never, { data, shape: [1, slots], dtype: 'float32' })) as NdArray;
    },
  };
}

function requireTables(columns: readonly Column[], params: HostOf<FieldsParams>, name: string): void {
  for (const { field } of columns) {
    if (field.kind !== 'codes') continue;
    const shape = params[field.name]?.table?.shape;
    if (shape?.[0] === field.size && shape?.[1] === field.width) continue;
    throw new RangeError(`The parameters do not belong to the catalogue of ${name}: its field ${field.name} needs a table of shape (${field.size}, ${field.width}), and they have ${shape ? `one of (${shape.join(', ')})` : 'none'}. Take both from one run.`);
  }
}
