import { raterMetrics } from '../../recommend/index.js';
import { openRun } from '../../training/index.js';
import type { AgentTestResult } from '../agents/agent-result.js';
import { returnRows } from '../agents/test-sections.js';
import { counted } from '../counted.js';
import { testRows } from '../describe-test.js';
import { headMetrics } from '../ratings/head.js';
import type { RatingsTestResult } from '../ratings/ratings-test-result.js';
import { shown } from '../ratings/shown.js';
import { readTest } from '../test-file.js';
import { describeShift, type TestResult } from '../test-result.js';

/** A table of what a test found, for people. */
export interface TestTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Of a test's lists that are longer in JSON only a report is made. */
const longest = 3000;

type Result = TestResult | RatingsTestResult | AgentTestResult;

/** What the last test of the run found, if it is of the parameters that the run has now: without what only a report shows, and with the same for people: its protocol in words, and its tables. Undefined where there was none. */
export async function testOf(path: string, { testShift }: Pick<TestResult, 'testShift'> = {}): Promise<Readonly<Record<string, unknown>> | undefined> {
  const { result } = await readTest<Result>(await openRun(path));
  if (result === undefined) return undefined;
  const figures = Object.fromEntries(Object.entries(result).filter(([name, value]) => name !== 'run' && name !== 'report' && JSON.stringify(value).length <= longest));
  return { ...figures, protocolInWords: [protocolOf(result), ...shiftsOf(result, testShift)].join(' '), tables: tablesOf(result) };
}

function tablesOf(result: Result): TestTable[] {
  if ('evaluation' in result) return ratingTables(result);
  return ['environment' in result ? pick(returnRows(result)) : testRows(result)];
}

const pick = ({ head, rows }: TestTable): TestTable => ({ head, rows });

/** A table for each of the metrics that tell who wins: a row for each rater, a column for each number of known ratings. */
function ratingTables({ evaluation: { sets } }: RatingsTestResult): TestTable[] {
  return headMetrics.map((metric) => ({
    head: [raterMetrics[metric].title, ...sets.map(({ name }) => name)],
    rows: sets[0].raters.filter(({ metrics }) => metrics[metric]).map(({ rater }) => [rater, ...sets.map(({ raters }) => shown(raters.find((each) => each.rater === rater)?.metrics[metric]))]),
  }));
}

function protocolOf(result: Result): string {
  const interval = '± is half of the 95 % interval.';
  if ('evaluation' in result) {
    const users = Math.max(...result.evaluation.sets.map((set) => set.users));
    const whom = result.protocol === 'melu' ? 'users in a cell (protocol melu)' : `users never seen in training (protocol new-users), ${counted(result.queries!, 'query', 'queries')} of each, ${counted(result.draws!, 'draw')} of the known ratings, seed ${result.seed}`;
    return `Up to ${users} ${whom}; ${interval}`;
  }
  if ('environment' in result) return `${result.episodes} tasks never seen in training, seed ${result.seed}; ${interval}`;
  const { episodes, seed, queries, ways, protocol, inductive } = result;
  const batches = inductive ? ` The first row is ${protocol}: batch statistics of all queries of a task together; a deployed model sees one query at a time.` : '';
  return `${episodes} tasks never seen in training, ${counted(queries, 'query', 'queries')}${ways === undefined ? '' : ' of each class'}, seed ${seed}; ${interval}${batches}`;
}

/** What copies of images the test saw, and that the programs see others, where they do. */
function shiftsOf(result: Result, exported: number | undefined): string[] {
  const { testShift } = result as Pick<TestResult, 'testShift'>;
  const seen = exported === undefined ? 'see images as they are' : `shift copies by ${exported}`;
  return [describeShift({ testShift }), testShift === exported ? undefined : `The exported programs ${seen}, which was not tested.`].filter((sentence) => sentence !== undefined);
}
