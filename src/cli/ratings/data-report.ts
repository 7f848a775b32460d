import { describeReport, describeSchema, type DataSchema, type RatingTasks } from '../../recommend/index.js';
import type { TaskFamily } from '../../tasks/index.js';
import { listed } from '../options/values.js';
import { count } from '../progress.js';
import { isRatingFamily } from './rating-family.js';

/** What a family was made of, in sentences, without those that are among its warnings: nothing where it is no data set of ratings. */
export function reportData(family: TaskFamily): string[] {
  return isRatingFamily(family) ? [...tellFiles(family), tellCounts(family), tellUsers(family), tellAttributes(family)] : [];
}

/** How files were read, where that was inferred, and what was wrong with them. */
function tellFiles({ ratings: { report, source, warnings } }: RatingTasks): string[] {
  const schema = source.schema as DataSchema | undefined;
  const told = report === undefined ? [] : describeReport(report).filter((sentence) => !warnings.includes(sentence));
  return [...(schema === undefined ? [] : [describeSchema(schema), '']), ...told];
}

function tellCounts({ ratings: { users, items, item, scale, feedback } }: RatingTasks): string {
  const values = feedback === 'implicit' ? 'that say what was taken' : `from ${scale.low} to ${scale.high}${scale.levels ? `, at ${scale.levels.length} levels` : ''}`;
  const share = (100 * item.length) / (users.count * items.count);
  return `${count(item.length)} ratings, ${values}, of ${count(items.count)} items by ${count(users.count)} users: ${share.toPrecision(2)} % of all that there could be.`;
}

function tellUsers({ splits }: RatingTasks): string {
  return `${count(splits.train.length)} users train, ${count(splits.validation.length)} validate, ${count(splits.test.length)} test; no user is in two of these.`;
}

function tellAttributes({ ratings: { itemAttributes, userAttributes } }: RatingTasks): string {
  const told = (whose: string, attributes: readonly { readonly name: string; readonly kind: string }[]): string =>
    attributes.length === 0 ? `nothing of ${whose}` : `of ${whose} ${listed(attributes.map(({ name, kind }) => `${name} (${kind})`), 'and')}`;
  return `Known are ${told('items', itemAttributes)}, and ${told('users', userAttributes)}.`;
}
