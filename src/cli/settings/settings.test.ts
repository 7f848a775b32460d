import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { algorithmEntries, taskEntries } from '../catalogue/index.js';
import { UsageError } from '../failure.js';
import { askedOf, type SettingOptions } from '../options/settings.js';
import { completeSettings, defaultFolder, parseTask, settingsSchema, titleOfAlgorithm, titleOfTask } from './index.js';

const settingsOf = (task: string, options: SettingOptions = {}) => completeSettings(parseTask(task), askedOf(options));
const refused = (said: RegExp) => (error: unknown): boolean => error instanceof UsageError && said.test(error.message);

describe('TASK', () => {
  it('names one of the tasks, or a folder of images, absolute', () => {
    assert.deepEqual(parseTask('omniglot'), { task: 'omniglot' });
    assert.deepEqual(parseTask('images:/some/folder'), { task: 'images', argument: '/some/folder' });
    assert.match(parseTask('images:photos').argument!, /^\/.*photos$/);
  });

  it('is answered with the nearest name where it is none', () => {
    assert.throws(() => parseTask('omniglt'), refused(/no task 'omniglt'\. Did you mean omniglot\?/));
    assert.throws(() => parseTask('chess'), (error) => error instanceof UsageError && !/Did you mean/.test(error.message));
    assert.throws(() => parseTask('images'), refused(/needs its folder: write images:DIR/));
    assert.throws(() => parseTask('glyphs:here'), refused(/glyphs takes nothing after a colon/));
  });
});

describe('settings', () => {
  it('are those of the paper where nothing is asked for', () => {
    const { settings, schedule } = settingsOf('omniglot');
    assert.deepEqual(settings, {
      task: 'omniglot', ways: 5, shots: 1, queries: 1, taskOptions: {
        split: 'usual', rotations: true, turnsMeet: true, size: 28, splitSeed: 0, balance: 'equal', flip: false, shift: 0, crop: 1, turn: 0, zoom: 0, shear: 0, brightness: 0,
      },
      network: 'conv4', algorithm: 'maml',
      algorithmOptions: { innerSteps: 1, innerLearningRate: 0.4, firstOrder: false, queryStatistics: 'query' },
    });
    assert.deepEqual(schedule, { metaBatch: 32, iterations: 60_000, testSteps: 3, optimizer: 'adam', outerLearningRate: 1e-3, decay: 'none' });
    const wide = settingsOf('omniglot', { ways: 20 });
    assert.deepEqual([wide.settings.algorithmOptions.innerSteps, wide.settings.algorithmOptions.innerLearningRate, wide.schedule.metaBatch], [5, 0.1, 16]);
  });

  it('of a task without classes have no ways', () => {
    const { settings } = settingsOf('sinusoid');
    assert.equal('ways' in settings, false);
    assert.equal('split' in settings.taskOptions, false);
  });

  it('of rating tasks are those of the task, where the algorithm has none of its own', () => {
    const { settings, schedule } = settingsOf('raters', { algorithm: 'maml' });
    assert.deepEqual([settings.shots, settings.queries, settings.network, settings.channels, settings.algorithmOptions.innerLearningRate], [[1, 20], 10, 'mlp', 64, 0.1]);
    assert.deepEqual([schedule.metaBatch, schedule.testSteps, schedule.outerLearningRate, schedule.decay], [32, 1, 3e-3, 'cosine']);
    assert.deepEqual([settingsOf('raters').settings.algorithm, settingsOf('raters', { set: ['target=levels'] }).settings.algorithm], ['alpaca', 'maml']);
    const reptile = settingsOf('raters', { algorithm: 'reptile' });
    assert.deepEqual([reptile.schedule.optimizer, reptile.schedule.outerLearningRate, reptile.schedule.testSteps], ['sgd', 1, 5]);
    assert.equal(settingsOf('raters', { algorithm: 'maml', innerSteps: 4 }).schedule.testSteps, 4);
  });

  it('take options by a word of their own or by --set', () => {
    const { settings } = settingsOf('omniglot', { innerLr: 0.2, firstOrder: true, set: ['innerSteps=3', 'split=background'] });
    assert.deepEqual(settings.algorithmOptions, { innerSteps: 3, innerLearningRate: 0.2, firstOrder: true, queryStatistics: 'query' });
    assert.equal(settings.taskOptions.split, 'background');
  });

  it('come back unchanged from config.json, whatever the algorithm and the task', () => {
    for (const { name, argument } of taskEntries) {
      for (const algorithm of algorithmEntries) {
        let settings;
        try {
          settings = settingsOf(argument ? `${name}:somewhere` : name, { algorithm: algorithm.name, shots: 3 }).settings;
        } catch (error) {
          // An algorithm need not serve every kind of task.
          assert.match((error as Error).message, /answers with|takes inputs|needs --set/);
          continue;
        }
        assert.deepEqual(settingsSchema.parse(JSON.parse(JSON.stringify(settings))), settings, `${algorithm.name} on ${name}`);
      }
    }
  });

  it('refuse options that mean nothing for the task', () => {
    assert.throws(() => settingsOf('sinusoid', { ways: 5 }), refused(/--ways counts classes/));
    assert.throws(() => settingsOf('glyphs', { data: '/data' }), refused(/--data is the folder/));
    assert.throws(() => settingsOf('sinusoid', { network: 'conv4' }), refused(/conv4 takes inputs of the kind image, and this task has vector: choose mlp/));
    assert.throws(() => settingsOf('glyphs', { trainWays: 20 }), refused(/--train-ways: maml cannot train with more/));
    assert.throws(() => settingsOf('sinusoid', { algorithm: 'r2d2', trainWays: 20 }), refused(/--train-ways counts classes, and the task sinusoid has none/));
    assert.throws(() => settingsOf('glyphs', { network: 'conv5' }), refused(/no network 'conv5'\. Did you mean conv4\?/));
  });

  it('name what belongs where an option does not', () => {
    assert.throws(() => settingsOf('glyphs', { split: 'usual' }), refused(/^--split usual: neither maml nor glyphs has an option split\..* maml takes innerSteps, .*; glyphs takes /));
    assert.throws(() => settingsOf('glyphs', { set: ['contextSize=5'] }), refused(/--set contextSize=5: neither maml nor glyphs/));
    assert.throws(() => settingsOf('glyphs', { set: ['innerStep=5'] }), refused(/Did you mean innerSteps\?/));
    assert.throws(() => settingsOf('glyphs', { algorithm: 'fomaml', firstOrder: true }), refused(/--first-order: neither fomaml nor glyphs/));
    assert.throws(() => settingsOf('glyphs', { set: ['innerSteps'] }), refused(/write --set NAME=VALUE/));
  });

  it('refuse a value that an option does not take', () => {
    assert.throws(() => settingsOf('glyphs', { set: ['innerSteps=many'] }), refused(/--set innerSteps=many is refused: expected number/));
    assert.throws(() => settingsOf('glyphs', { set: ['innerSteps=0'] }), refused(/--set innerSteps=0 is refused: too small/));
    assert.throws(() => settingsOf('omniglot', { split: 'official' }), refused(/--split official is refused: expected one of "usual"\|"background"/));
  });

  it('give each kind of run a folder of its own', () => {
    const folder = (task: string, options?: SettingOptions): string => defaultFolder(settingsOf(task, options).settings);
    assert.equal(folder('omniglot'), 'runs/omniglot-5-way-1-shot');
    assert.equal(folder('omniglot', { firstOrder: true, ways: 20 }), 'runs/omniglot-20-way-1-shot-first-order');
    assert.equal(folder('omniglot', { algorithm: 'fomaml', ways: [3, 10] }), 'runs/omniglot-3-10-way-1-shot-fomaml');
    assert.equal(folder('sinusoid'), 'runs/sinusoid-5-shot');
    assert.equal(folder('images:/data/birds/'), 'runs/images-birds-5-way-1-shot');
    assert.equal(folder('movietweetings'), 'runs/movietweetings-1-20-shot');
    assert.equal(folder('movietweetings', { algorithm: 'maml' }), 'runs/movietweetings-1-20-shot-maml');
    assert.equal(folder('raters', { set: ['target=taken'] }), 'runs/raters-1-20-shot');
  });

  it('have a title', () => {
    const { settings } = settingsOf('glyphs', { firstOrder: true });
    assert.deepEqual([titleOfTask(settings), titleOfAlgorithm(settings)], ['5-way 1-shot glyphs', 'first-order maml']);
  });
});
