import { evaluateRaters, learnedRater, type Evaluation, type QuestionSet, type Rater, type Ratings } from '../../recommend/index.js';
import { taskNamed } from '../catalogue/index.js';
import type { Theta } from '../baselines.js';
import { UsageError } from '../failure.js';
import { stepsOf } from '../inner-steps.js';
import type { Output } from '../output.js';
import { withLine } from '../progress.js';
import { openTrainedRun, readTheta } from '../run-folder.js';
import { writeRunReport } from '../run-report.js';
import type { Settings } from '../settings/index.js';
import { algorithmOf } from '../setup.js';
import { weightsOf, writeTest } from '../test-file.js';
import { requireSameData, withData } from '../test-run.js';
import { keptPretrained } from './kept-pretrained.js';
import { fewestQueries, leastUsers, testQuestions, validationQuestions, wishesOf, type QuestionWishes, type RatingProtocol } from './question-sets.js';
import { ratedFamily } from './rated-family.js';
import { outcomeOf, type RatingsTestResult } from './ratings-test-result.js';
import { testEvidence } from './test-evidence.js';
import { tunedRaters } from './tuned-raters.js';

export interface RatingsTestOptions extends Partial<QuestionWishes> {
  /** Default: that of the training. */
  readonly protocol?: RatingProtocol;
  readonly steps?: number;
  readonly data?: string;
  readonly baselines: boolean;
  /** Whether to compare what to ask new users first. */
  readonly evidence: boolean;
  readonly output: Output;
  readonly signal?: AbortSignal;
}

/** Tests a run of rating tasks beside every conventional rater; leaves test.json and a new report.html in it. */
export async function testRatingsRun(path: string, { output, signal, ...options }: RatingsTestOptions): Promise<RatingsTestResult & { readonly report: string }> {
  const opened = await openTrainedRun(path);
  const settings = withData(opened.settings, options.data);
  const protocol = protocolOf(settings, options.protocol);
  const wishes = wishesOf(protocol, options);
  const { theta } = await readTheta(opened);
  const weights = await weightsOf(opened.run);
  const { ratings, family } = await ratedFamily(settings);
  requireSameData(opened, family);
  for (const warning of family.warnings ?? []) output.warn(warning);

  const sets = answerable(testQuestions(protocol, ratings, family, wishes), output);
  if (sets.length === 0) throw new UsageError(`Too few test users of ${ratings.name} have enough ratings for any set of questions: ${protocol === 'melu' || wishes.queries === fewestQueries ? '' : `test with fewer --queries than ${wishes.queries}, or `}train on more data.`);
  const algorithm = algorithmOf(settings, family);
  const steps = stepsOf(algorithm, settings.algorithm, options.steps, opened.schedule.testSteps);
  // Before the others are pretrained, as they may be too few to tune by.
  const validation = options.baselines ? validationQuestions(protocol, family, wishes) : [];
  const own = learnedRater({ name: `meta-learned (${settings.algorithm})`, family, algorithm, theta, ...(steps === 0 ? {} : { steps }) });
  const beside = options.baselines ? await tunedRaters(family, await keptPretrained(opened, family, signal), validation, signal) : [];
  const evaluation = await judged([own, ...beside.map(({ rater }) => rater)], sets, ratings, signal);
  const evidence = options.evidence && protocol === 'new-users' ? await testEvidence(own, { family, algorithm, theta: theta as Theta }, { ...wishes, output }) : undefined;
  await own.release();
  const result: RatingsTestResult = {
    run: path,
    task: settings.task,
    algorithm: algorithm.name,
    protocol,
    steps,
    ...(protocol === 'melu' ? {} : wishes),
    split: 'test',
    evaluation,
    tuned: beside.map(({ choice }) => choice),
    ...(evidence ? { evidence } : {}),
    ...outcomeOf(evaluation),
  };
  await writeTest(path, result, weights);
  return { ...result, report: await writeRunReport(path) };
}

/** The sets that enough users take part in; of the others it is said that they are left out. */
function answerable(sets: readonly QuestionSet[], output: Output): QuestionSet[] {
  for (const { name, users } of sets.filter(({ users }) => users < leastUsers)) output.warn(`${name}: left out, as ${users === 0 ? 'no test user has' : `only ${users} test user${users === 1 ? ' has' : 's have'}`} enough ratings.`);
  return sets.filter(({ users }) => users >= leastUsers);
}

/** @throws UsageError where training saw what the protocol would ask. */
function protocolOf({ task, argument, taskOptions }: Settings, asked: RatingProtocol | undefined): RatingProtocol {
  const trained = taskNamed(task).options.parse(taskOptions).protocol as RatingProtocol;
  if (asked === undefined || asked === trained) return trained;
  const name = argument === undefined ? task : `${task}:${argument}`;
  throw new UsageError(`--protocol ${asked}: this run was trained for the protocol ${trained}, and has seen what the other asks. Train one for it: metalearn train ${name} --set protocol=${asked}.`);
}

async function judged(raters: readonly Rater[], sets: readonly QuestionSet[], ratings: Ratings, signal?: AbortSignal): Promise<Evaluation> {
  try {
    return await withLine('testing: all raters', async (onProgress) => {
      let begun = 0;
      const next = (): void => {
        signal?.throwIfAborted();
        onProgress(begun++, raters.length * sets.length);
      };
      const evaluation = await evaluateRaters(raters, sets, { ratings, onProgress: next });
      next();
      return evaluation;
    });
  } finally {
    await Promise.all(raters.map((rater) => rater.release?.()));
  }
}
