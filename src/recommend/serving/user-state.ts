import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import type { AttributeValues } from './attribute-values.js';
import type { KnownUser } from './recommender.js';

/** Thrown where bytes are not a user that `save` wrote. */
export class UserStateError extends Error {
  override name = 'UserStateError';
}

const version = 1;
/** A state that claims to be larger was not written by us. */
const mostBytes = 1 << 22;

/** A user as compressed JSON: names, ratings, attributes. 20 ratings of items with names of ten letters are about 200 bytes. */
export function encodeUser({ ratings = [], attributes = {} }: KnownUser): Uint8Array {
  // Names side by side, then numbers side by side, compress better than pairs.
  return deflateSync(strToU8(JSON.stringify([version, ratings.map(({ item }) => item), ratings.map(({ rating }) => rating), attributes])), { level: 9 });
}

/** @throws UserStateError where the bytes are cut short, or are something else. */
export function decodeUser(bytes: Uint8Array): Required<KnownUser> {
  const [found, items, ratings, attributes] = parsed(bytes);
  if (found !== version) throw new UserStateError(`The user was saved as version ${JSON.stringify(found)}, and this library reads version ${version}: load it with the one that saved it.`);
  if (!isList(items, 'string') || !isList(ratings, 'number') || items.length !== ratings.length || typeof attributes !== 'object' || attributes === null || Array.isArray(attributes)) throw damaged(bytes);
  return { ratings: items.map((item, i) => ({ item, rating: ratings[i] })), attributes: attributes as AttributeValues };
}

function parsed(bytes: Uint8Array): readonly unknown[] {
  try {
    const list: unknown = JSON.parse(strFromU8(inflateSync(bytes, { out: new Uint8Array(Math.min(mostBytes, 1100 * bytes.length)) })));
    if (Array.isArray(list)) return list;
  } catch {
    // Said below.
  }
  throw damaged(bytes);
}

function damaged(bytes: Uint8Array): UserStateError {
  return new UserStateError(`These ${bytes.length} bytes are not a user that was saved, or were cut short: give what save() returned.`);
}

function isList<Kind extends 'string' | 'number'>(value: unknown, kind: Kind): value is (Kind extends 'string' ? string : number)[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === kind);
}
