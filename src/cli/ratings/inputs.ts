import { fieldsEncoder, type Encoder, type FieldsParams } from '../../nn/index.js';
import type { Column } from '../../recommend/index.js';
import { taskNamed, type TaskShape } from '../catalogue/index.js';
import { inputOf, type Settings } from '../settings/index.js';

/** Whether the tasks are users and their ratings. */
export function learnsRatings({ task, taskOptions }: Pick<Settings, 'task' | 'taskOptions'>): boolean {
  const entry = taskNamed(task);
  return inputOf(entry, entry.options.parse(taskOptions) as Record<string, never>) === 'ratings';
}

/** The encoder of rows of ratings, by what a family says of its columns, so that no data are needed. */
export function fieldsEncoderOf({ description }: Pick<TaskShape, 'description'>): Encoder<FieldsParams> {
  return fieldsEncoder((description.columns as readonly Column[]).map(({ field }) => field));
}

/** Tasks as they are behind an encoder. */
export function featuresOf<Shape extends TaskShape>(shape: Shape, { outputShape }: Encoder<FieldsParams>): Shape {
  return { ...shape, inputShape: outputShape };
}

/** Rows that stand for one rating: beside what a user took stand some that were not taken. */
export function rowsOfRating({ description: { negatives } }: Pick<TaskShape, 'description'>): number {
  return typeof negatives === 'number' ? 1 + negatives : 1;
}
