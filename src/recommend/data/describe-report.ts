import type { DataFault, DataReport, FaultKind, Place } from './data-report.js';

interface Wording {
  /** One of it, and more than one, after their number; `{}` stands for the number. */
  readonly one: string;
  readonly many: string;
  /** Whether a user must know before trusting a number: it stands in the warnings. */
  readonly warns: boolean;
}

const wordings: Record<FaultKind, Wording> = {
  cutOff: { warns: true, one: '{} file ends in the middle of its last line, which was left out: it seems to be cut off', many: '{} files end in the middle of their last line, which was left out: they seem to be cut off' },
  shortLine: { warns: true, one: '{} line has too few columns and was left out', many: '{} lines have too few columns and were left out' },
  longLine: { warns: true, one: '{} line has too many columns and was left out', many: '{} lines have too many columns and were left out' },
  otherSeparator: { warns: true, one: '{} line is separated by other characters than the file and was left out', many: '{} lines are separated by other characters than the file and were left out' },
  unclosedQuote: { warns: true, one: '{} line opens a quote that nothing closes and was left out', many: '{} lines open a quote that nothing closes and were left out' },
  invalidText: { warns: true, one: '{} line is not UTF-8 text and was read as Latin-1', many: '{} lines are not UTF-8 text and were read as Latin-1' },
  noId: { warns: true, one: '{} line names no user or no item and was left out', many: '{} lines name no user or no item and were left out' },
  notANumber: { warns: true, one: '{} cell holds no number where one should be: its rating was left out, or its attribute is unknown', many: '{} cells hold no number where one should be: their ratings were left out, or their attributes are unknown' },
  noTime: { warns: true, one: '{} rating has no readable time and was left out', many: '{} ratings have no readable time and were left out' },
  outOfScale: { warns: true, one: '{} rating is out of the scale and was left out', many: '{} ratings are out of the scale and were left out' },
  contradiction: { warns: true, one: '{} rating is contradicted by a later one of the same user and item, which counts', many: '{} ratings are contradicted by later ones of the same user and item, which count' },
  duplicate: { warns: false, one: '{} rating is there a second time with the same value and counts once', many: '{} ratings are there a second time with the same value and count once' },
  emptyUser: { warns: true, one: '{} user has no rating that could be kept and was left out', many: '{} users have no rating that could be kept and were left out' },
  idTwice: { warns: true, one: '{} line of an attribute table describes what an earlier line did; the last counts', many: '{} lines of attribute tables describe what earlier lines did; the last counts' },
  itemNotInTable: { warns: true, one: '{} rated item is missing in the table of items: its attributes are unknown', many: '{} rated items are missing in the table of items: their attributes are unknown' },
  userNotInTable: { warns: true, one: '{} user with ratings is missing in the table of users: the attributes are unknown', many: '{} users with ratings are missing in the table of users: their attributes are unknown' },
  unratedItem: { warns: false, one: '{} item of the table has no rating', many: '{} items of the table have no rating' },
  userWithoutRatings: { warns: false, one: '{} user of the table has no rating and was left out', many: '{} users of the table have no rating and were left out' },
};

/** All kinds, in the order in which they are told. */
export const faultKinds = Object.keys(wordings) as FaultKind[];

/** A report in sentences: what was read and kept, each fault with its first places, and what was decided. */
export function describeReport({ rows, kept, faults, notes }: DataReport): string[] {
  return [`${kept} of ${rows} ${rows === 1 ? 'rating was' : 'ratings were'} kept.`, ...faults.map(describeFault), ...notes];
}

/** The sentences that stand in the warnings of a data set. */
export function warningsOf({ faults }: DataReport): string[] {
  return faults.filter(({ kind }) => wordings[kind].warns).map(describeFault);
}

function describeFault({ kind, count, places }: DataFault): string {
  const { one, many } = wordings[kind];
  const where = places.map(describePlace).join(', ');
  return `${(count === 1 ? one : many).replace('{}', String(count))} (${where}${count > places.length ? ', ...' : ''}).`;
}

function describePlace({ file, line, found }: Place): string {
  return `line ${line} of ${file}${found === undefined ? '' : `: ${JSON.stringify(found)}`}`;
}
