import { idTable, type IdTable } from './id-table.js';

/** Users without those who have no rating, numbered anew in the same order. @param onEmpty told of each that is left out. */
export function withoutEmptyUsers(starts: Int32Array, users: IdTable, onEmpty: (user: number) => void): { starts: Int32Array; users: IdTable } {
  const isEmpty = (user: number): boolean => starts[user] === starts[user + 1];
  let empty = 0;
  for (let user = 0; user < users.count; user++) if (isEmpty(user)) empty++;
  if (empty === 0) return { starts, users };
  const kept = idTable();
  const keptStarts = new Int32Array(users.count - empty + 1);
  const encoder = new TextEncoder();
  for (let user = 0; user < users.count; user++) {
    if (isEmpty(user)) {
      onEmpty(user);
      continue;
    }
    const name = encoder.encode(users.nameOf(user));
    keptStarts[kept.add(name, 0, name.length) + 1] = starts[user + 1];
  }
  return { starts: keptStarts, users: kept };
}
