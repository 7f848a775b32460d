import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UsageError } from './failure.js';
import { completeSettings, defaultFolder, parseTask, settingsSchema } from './settings.js';

describe('TASK', () => {
  it('names one of the tasks, or a folder of images', () => {
    assert.deepEqual(parseTask('omniglot'), { task: 'omniglot' });
    assert.deepEqual(parseTask('images:/some/folder'), { task: 'images', directory: '/some/folder' });
  });

  it('is answered with the nearest name where it is none', () => {
    assert.throws(() => parseTask('omniglt'), /no task 'omniglt'\. Did you mean omniglot\?/);
    assert.throws(() => parseTask('chess'), (error) => error instanceof UsageError && !/Did you mean/.test(error.message));
    assert.throws(() => parseTask('images'), /needs its folder: write images:DIR/);
  });
});

describe('settings', () => {
  it('are those of the paper where nothing is asked for', () => {
    const { settings, schedule } = completeSettings({ task: 'omniglot' }, {});
    assert.deepEqual(settings, {
      task: 'omniglot', split: 'usual', algorithm: 'maml', ways: 5, shots: 1, queries: 1, innerSteps: 1, innerLearningRate: 0.4, firstOrder: false,
    });
    assert.deepEqual(schedule, { metaBatch: 32, iterations: 60_000, testSteps: 3 });
    const wide = completeSettings({ task: 'omniglot' }, { ways: 20 });
    assert.deepEqual([wide.settings.innerSteps, wide.settings.innerLearningRate, wide.schedule.metaBatch], [5, 0.1, 16]);
  });

  it('of a task without classes have no ways', () => {
    const { settings } = completeSettings({ task: 'sinusoid' }, {});
    assert.equal('ways' in settings, false);
    assert.equal('split' in settings, false);
  });

  it('come back unchanged from config.json', () => {
    for (const task of ['sinusoid', 'glyphs', 'omniglot'] as const) {
      const { settings } = completeSettings({ task }, { shots: 3 });
      assert.deepEqual(settingsSchema.parse(JSON.parse(JSON.stringify(settings))), settings);
    }
  });

  it('refuse options that mean nothing for the task', () => {
    assert.throws(() => completeSettings({ task: 'sinusoid' }, { ways: 5 }), /--ways counts classes/);
    assert.throws(() => completeSettings({ task: 'glyphs' }, { split: 'usual' }), /--split chooses/);
    assert.throws(() => completeSettings({ task: 'glyphs' }, { data: '/data' }), /--data is the folder/);
    assert.throws(() => completeSettings({ task: 'glyphs' }, { size: 32 }), /--size resizes/);
  });

  it('give each kind of run a folder of its own', () => {
    const folder = (task: Parameters<typeof completeSettings>[0], asked = {}): string => defaultFolder(completeSettings(task, asked).settings);
    assert.equal(folder({ task: 'omniglot' }), 'runs/omniglot-5-way-1-shot');
    assert.equal(folder({ task: 'omniglot' }, { firstOrder: true, ways: 20 }), 'runs/omniglot-20-way-1-shot-first-order');
    assert.equal(folder({ task: 'sinusoid' }), 'runs/sinusoid-5-shot');
    assert.equal(folder({ task: 'images', directory: '/data/birds/' }), 'runs/images-birds-5-way-1-shot');
  });
});
