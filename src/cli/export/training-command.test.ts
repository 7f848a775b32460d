import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { completeAgent, parseEnvironment } from '../agents/complete.js';
import { algorithmEntries, taskEntries } from '../catalogue/index.js';
import { askedOf, type SettingOptions } from '../options/settings.js';
import { createProgram } from '../program.js';
import { completeSettings, parseTask } from '../settings/index.js';
import { agentTrainingCommand, trainingCommand } from './training-command.js';

/** The options of a command line, read by the command line itself. */
function read(command: string): { task: string; seed: number; options: SettingOptions } {
  const words = [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain);
  const train = createProgram().commands.find((each) => each.name() === 'train')!;
  let found: { task: string; seed: number; options: SettingOptions } | undefined;
  train.action((task: string, { seed, ...options }: { seed: number }) => void (found = { task, seed, options }));
  train.parse(words.slice(2), { from: 'user' });
  return found!;
}

describe('the command that trains a run again', () => {
  it('leaves out what is usual', () => {
    const plan = completeSettings(parseTask('sinusoid'), askedOf({}));
    assert.equal(trainingCommand({ ...plan, seed: 4 }), 'metalearn train sinusoid --algorithm maml --shots 5 --iterations 70000 --seed 4');
  });

  it('says what was chosen', () => {
    const plan = completeSettings(parseTask('omniglot'), askedOf({ ways: [2, 10], channels: 32, innerSteps: 3, metaBatch: 8, iterations: 50, set: ['shift=2', 'queryStatistics=support'] }));
    assert.equal(
      trainingCommand({ ...plan, seed: 0 }),
      'metalearn train omniglot --algorithm maml --ways 2-10 --shots 1 --channels 32 --meta-batch 8 --iterations 50 --set shift=2 --set innerSteps=3 --set queryStatistics=support --seed 0',
    );
  });

  it('gives the same settings, whatever the task and the algorithm', () => {
    for (const { name, argument, options } of taskEntries) {
      for (const { name: algorithm } of algorithmEntries) {
        const set = 'taskColumn' in options.shape ? ['taskColumn=person', 'targetColumn=height'] : 'size' in options.shape ? ['size=20'] : [];
        const task = argument && !argument.optional ? `${name}:FILE` : name;
        let plan;
        try {
          plan = completeSettings(parseTask(task), askedOf({ algorithm, shots: 3, queries: 7, outerLr: 0.002, set }));
        } catch (error) {
          // An algorithm need not serve every kind of task.
          assert.match((error as Error).message, /answers with|takes inputs/);
          continue;
        }
        const { task: again, options: said, seed } = read(trainingCommand({ ...plan, seed: 3 }));
        const { settings, schedule } = completeSettings(parseTask(again), askedOf(said));
        assert.deepEqual({ settings: { ...settings, argument: '' }, schedule, seed }, { settings: { ...plan.settings, argument: '' }, schedule: plan.schedule, seed: 3 });
      }
    }
  });

  it('gives the same settings of agents', () => {
    const plan = completeAgent(parseEnvironment('nav2d'), askedOf({ algorithm: 'promp', metaBatch: 7, iterations: 9, set: ['hidden=8,8'] }));
    const { task, options, seed } = read(agentTrainingCommand({ ...plan, seed: 1 }));
    assert.deepEqual([completeAgent(parseEnvironment(task), askedOf(options)), seed], [plan, 1]);
  });
});
