import { z } from 'zod';
import type { GivenRating, KnownUser } from '../../recommend/index.js';
import type { Learner } from '../learner.js';
import type { Limits } from './limits.js';
import { parse } from './parse.js';
import { malformed } from './refusal.js';
import type { Service } from './service.js';

const name = z.string().min(1).max(500);
const attribute = z.union([z.string().max(10_000), z.number(), z.array(z.union([z.string().max(500), z.number()])).max(100), z.null()], { error: 'expected text, a number, a list of these or null' });

/** Items that a wish may name. */
const mostNamed = 10_000;

/** Ratings of a learner that are kept for each of those that count at most: all are stored as they came. */
const mostTold = 16;

/** What is to be recommended, and how much of it. */
export type Wished = { readonly top?: number; readonly exclude?: string[]; readonly only?: string[]; readonly rated?: boolean };

/** How a run that learned ratings reads its requests. A body is of one form: what is known of a user, or what is asked. */
export function ratingsService({ family: { description } }: Pick<Learner, 'family'>, limits: Limits): Service {
  const known = z.strictObject({
    ratings: z.array(z.strictObject({ item: name, rating: z.number().optional() })).max(limits.examples).optional(),
    attributes: z.record(name, attribute).optional(),
  }) satisfies z.ZodType<KnownUser>;
  const query = z.strictObject({ items: z.array(name).min(1).max(limits.rows) });
  const wish = {
    top: z.int().min(1).max(limits.rows).optional(),
    exclude: z.array(name).max(mostNamed).optional(),
    only: z.array(name).max(mostNamed).optional(),
    rated: z.boolean().optional(),
  };
  return {
    about: {
      input: { kind: 'ratings' },
      answers: { kind: 'ratings', target: description.ratingTarget },
      support: ['{ "ratings": [{ "item": NAME, "rating": NUMBER }, ...], "attributes": { NAME: VALUE, ... } }: attributes of the user, where the data have some'],
      query: ['"items": a list of names'],
      recommend: ['"top": how many, "exclude": names to leave out, "only": names to choose from, "rated": whether what the user rated may be among them'],
    },
    support: (body) => parse(known, body),
    query: (body) => parse(query, body).items,
    wish({ top, exclude, only, rated, ...support }) {
      return { asked: parse(z.strictObject(wish), { top, exclude, only, rated }), support };
    },
    summary(parts) {
      const users = parts as readonly KnownUser[];
      if (users.slice(1).some(({ attributes }) => attributes)) throw malformed('Attributes are given with the first ratings of a learner: leave them out here, or make another learner with POST /adapt.');
      const all = ratingsOf(users);
      // Of an item the last rating counts.
      const examples = new Set(all.map(({ item }) => item)).size;
      if (examples > limits.examples) throw malformed(`The learner would have ${examples} ratings, and ${limits.examples} is the most that this server takes (--max-examples).`);
      const most = mostTold * limits.examples;
      if (all.length > most) throw malformed(`The learner would have been told ${all.length} ratings, most of them of items that it had a rating of, and ${most} is the most that this server keeps (${mostTold} times --max-examples): make another with POST /adapt, of those that still count.`);
      return { examples };
    },
  };
}

/** All ratings of a user, in the order in which they came. */
export function ratingsOf(parts: readonly KnownUser[]): readonly GivenRating[] {
  return parts.flatMap(({ ratings = [] }) => ratings);
}
