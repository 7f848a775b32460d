import { basename, resolve } from 'node:path';
import { agentNamed, environmentFacts, environmentNamed, type AgentSchedule } from '../catalogue/index.js';
import { UsageError } from '../failure.js';
import type { Asked } from '../settings/index.js';
import { optionsOf, rejectStrays } from '../settings/place.js';
import type { AgentSettings, AskedEnvironment } from './settings.js';

/** The environment that TASK names, and its file, absolute. */
export function parseEnvironment(text: string): AskedEnvironment {
  const colon = text.indexOf(':');
  const name = colon < 0 ? text : text.slice(0, colon);
  const argument = colon < 0 ? '' : text.slice(colon + 1);
  const { argument: wanted } = environmentNamed(name);
  if (wanted === undefined && colon >= 0) throw new UsageError(`The environment ${name} takes nothing after a colon: write ${name}, or environment:FILE for one of your own.`);
  if (wanted === undefined) return { environment: name };
  if (argument === '') throw new UsageError(`${name} needs its file: write ${name}:${wanted.name}, where ${wanted.what}.`);
  return { environment: name, argument: resolve(argument) };
}

/** Everything that was not asked for, filled in: the settings of the papers where a paper has the environment. */
export function completeAgent(asked: AskedEnvironment, { options: said = [], ...wishes }: Asked): { settings: AgentSettings; schedule: AgentSchedule } {
  rejectMisplaced(wishes);
  const environment = environmentNamed(asked.environment);
  const agent = agentNamed(wishes.algorithm ?? environment.algorithm);
  const facts = environmentFacts(environment);
  // The rate of an outer optimiser is an option like others: trust regions have none.
  const outer = wishes.outerLearningRate === undefined ? [] : [{ name: 'outerLearningRate', value: wishes.outerLearningRate, said: `--outer-lr ${wishes.outerLearningRate}` }];
  const own = { name: agent.name, options: agent.options(facts) };
  rejectStrays([...said, ...outer], [own, environment]);
  const algorithmOptions = optionsOf(own, [...said, ...outer]);
  const schedule = agent.schedule?.(facts, algorithmOptions);
  const { metaBatch, iterations, testSteps = 0 } = { ...facts.gradient, ...schedule };
  return {
    settings: { ...asked, environmentOptions: optionsOf(environment, said), algorithm: agent.name, algorithmOptions },
    schedule: { metaBatch: wishes.metaBatch ?? metaBatch, iterations: wishes.iterations ?? iterations, testSteps: wishes.testSteps ?? testSteps },
  };
}

/** Words of tasks of examples, and what stands in their place. */
const misplaced: readonly (readonly [name: keyof Asked, said: string, instead?: string])[] = [
  ['ways', '--ways counts classes'],
  ['trainWays', '--train-ways counts classes'],
  ['shots', '--shots counts examples', '--set episodes=N says how many episodes are played before a step'],
  ['queries', '--queries counts examples', '--set episodes=N says how many episodes are played after a step'],
  ['data', '--data is the folder of data sets'],
  ['features', '--features stands in place of examples'],
  ['testShift', '--test-shift shifts images'],
  ['network', '--network is of tasks of examples', '--set hidden=64,64 says how wide the layers of a policy are'],
  ['channels', '--channels is of tasks of examples', '--set hidden=64,64 says how wide the layers of a policy are'],
];

function rejectMisplaced(asked: Asked): void {
  const found = misplaced.find(([name]) => asked[name] !== undefined);
  if (!found) return;
  const [, said, instead] = found;
  throw new UsageError(`${said}, and an environment has none: leave it out.${instead ? ` ${instead}.` : ''}`);
}

/** `nav2d`, `environment of mine.js`. */
export function titleOfEnvironment({ environment, argument }: AskedEnvironment): string {
  return argument === undefined ? environment : `${environment} of ${argument}`;
}

/** `runs/nav2d`: where a run goes if nothing else is said. The agent is told where it is not the environment's own. */
export function agentFolder({ environment, argument, algorithm }: AgentSettings): string {
  const name = argument === undefined ? environment : basename(argument).replace(/\.[cm]?js$/i, '') || environment;
  return `runs/${name}${algorithm === environmentNamed(environment).algorithm ? '' : `-${algorithm}`}`;
}
