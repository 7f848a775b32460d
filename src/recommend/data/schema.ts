import { z } from 'zod';

const text = {
  /** What stands between cells: `,`, `;`, a tab, `|`, `::`. */
  separator: z.string().regex(/^[\x01-\x7f]{1,8}$/, 'must be one to eight ASCII characters'),
  encoding: z.enum(['utf-8', 'latin-1']),
  /** Whether the first line names the columns. */
  header: z.boolean(),
  /** Whether cells may be quoted as RFC 4180 has it. */
  quotes: z.boolean(),
};
const name = z.string().min(1);

const ratingKinds = ['user', 'item', 'rating', 'time', 'ignore'] as const;
const ratingColumn = z.strictObject({ name, kind: z.enum(ratingKinds) });
const scale = z.strictObject({ low: z.number(), high: z.number() }).refine(({ low, high }) => low < high, 'low must be below high');
const timeUnit = z.enum(['s', 'ms', 'us', 'date', 'day-first', 'month-first']);

const attributeKinds = ['id', 'title', 'category', 'categories', 'number', 'text', 'flag', 'ignore'] as const;
const attributeColumn = z.discriminatedUnion('kind', [
  z.strictObject({ name, kind: z.enum(['id', 'title', 'category', 'number', 'text', 'ignore']) }),
  /** Many values in one cell. */
  z.strictObject({ name, kind: z.literal('categories'), separator: z.string().min(1) }),
  /** A column of zeros and ones: whether one value of the attribute `attribute` holds; the value is the column's name. */
  z.strictObject({ name, kind: z.literal('flag'), attribute: name }),
]);

const ratingTable = z.strictObject({
  ...text,
  columns: z.array(ratingColumn).min(2),
  /** What times count, from 1970 on; 'date' is text such as 2013-08-31 or 2013-08-31 12:00:00, in UTC where it names no zone. */
  timeUnit,
  /** What ratings may be; inferred where it is not given. */
  scale: scale.optional(),
});
const attributeTable = z.strictObject({ ...text, columns: z.array(attributeColumn).min(1) });

/** How the files of a rating data set are to be read. It is inferred from them, and may be overridden. */
export const dataSchema = z.strictObject({ ratings: ratingTable, items: attributeTable.optional(), users: attributeTable.optional() });

/** The whole list of columns; or by the name of a column ("column 1" and so on without a header) its kind, or its kind and what else is said of it. */
const changes = <Column extends z.ZodType, Kinds extends readonly [string, ...string[]]>(column: Column, kinds: Kinds) => {
  const change = z.strictObject({ name: name.optional(), kind: z.enum(kinds), separator: z.string().min(1).optional(), attribute: name.optional() });
  return z.union([z.array(column).min(1), z.record(z.string(), z.union([z.enum(kinds), change]))]);
};
const attributeOverride = z.strictObject({ ...text, columns: changes(attributeColumn, attributeKinds) }).partial().optional();

/** What is said of the files instead of inferring it: any part of a schema. */
export const schemaOverride = z.strictObject({
  ratings: z.strictObject({ ...text, timeUnit, scale, columns: changes(ratingColumn, ratingKinds) }).partial().optional(),
  items: attributeOverride,
  users: attributeOverride,
});

export type DataSchema = z.infer<typeof dataSchema>;
export type RatingTable = z.infer<typeof ratingTable>;
export type AttributeTable = z.infer<typeof attributeTable>;
export type RatingColumn = z.infer<typeof ratingColumn>;
export type AttributeColumn = z.infer<typeof attributeColumn>;
export type SchemaOverride = z.infer<typeof schemaOverride>;
export type TextFormat = Pick<RatingTable, 'separator' | 'encoding' | 'header' | 'quotes'>;
