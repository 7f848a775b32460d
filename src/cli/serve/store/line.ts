import { createHash } from 'node:crypto';

/** What a line of the log says: a learner gets part `number` of its support set (0 makes it), or goes. */
export type Entry =
  | { readonly id: string; readonly at: string; readonly number: number; readonly part: unknown }
  | { readonly id: string; readonly gone: true };

/** The first line of a log: which run its learners are of. */
export interface Header {
  readonly log: 'metalearn learners 1';
  readonly run: string;
}

/** A line: a check sum, a blank, and what it says as JSON. */
export function encodeLine(said: Entry | Header): string {
  const json = JSON.stringify(said);
  return `${checkSum(json)} ${json}\n`;
}

/** What a line without its end says; undefined where it is damaged. */
export function decodeLine(line: string): Entry | Header | undefined {
  const json = line.slice(sumLength + 1);
  return line[sumLength] === ' ' && line.slice(0, sumLength) === checkSum(json) ? (JSON.parse(json) as Entry | Header) : undefined;
}

const sumLength = 16;

function checkSum(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, sumLength);
}
