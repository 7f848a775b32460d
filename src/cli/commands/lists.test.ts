import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { answerOf } from '../../testing/command-line.js';

describe('algorithms and tasks', () => {
  it('list what there is, a line and the source of each', async () => {
    const algorithms = await answerOf(['algorithms']);
    assert.equal(algorithms.code, 0, algorithms.stderr);
    assert.match(algorithms.stdout, /^maml +\S.*\n +Finn, Abbeel and Levine 2017[^]*^proto-net +\S.*\n +Snell/m);
    const tasks = await answerOf(['tasks']);
    assert.match(tasks.stdout, /^sinusoid +\S.*\n +Finn[^]*^images:DIR +\S/m);
  });

  it('print the same as JSON, with options, defaults and published numbers', async () => {
    const { stdout } = await answerOf(['algorithms', '--json']);
    const maml = (JSON.parse(stdout) as { name: string; options: unknown[]; published: unknown[] }[]).find(({ name }) => name === 'maml')!;
    assert.deepEqual(maml.options[0], { name: 'innerSteps', about: 'gradient steps of adaptation in training', default: 1 });
    assert.ok(maml.published.length >= 4);
    const tasks = JSON.parse((await answerOf(['tasks', '--json'])).stdout) as { name: string; usage: string; options: { name: string; choices?: string[] }[] }[];
    assert.equal(tasks.find(({ name }) => name === 'images')!.usage, 'images:DIR');
    assert.deepEqual(tasks.find(({ name }) => name === 'omniglot')!.options[0].choices, ['usual', 'background']);
  });

  it('tell the options of one', async () => {
    const { stdout } = await answerOf(['algorithms', 'maml', '--task', 'sinusoid']);
    assert.match(stdout, /Source: Finn[^]*Defaults on sinusoid:\n--set +default\n[^]*innerLearningRate +0\.01 +the size/);
    assert.match((await answerOf(['tasks', 'omniglot'])).stdout, /Needs omniglot\/images_background[^]*split +usual .*\(usual, background\)/);
  });

  it('name only what fits a task', async () => {
    const names = (JSON.parse((await answerOf(['algorithms', '--task', 'sinusoid', '--json'])).stdout) as { name: string }[]).map(({ name }) => name);
    assert.ok(names.includes('cnp') && !names.includes('proto-net'));
  });

  it('know the nearest name', async () => {
    for (const [args, said] of [[['algorithms', 'protonet'], /no algorithm 'protonet'\. Did you mean proto-net\?/], [['tasks', 'omniglt'], /Did you mean omniglot\?/]] as const) {
      const { code, stderr } = await answerOf(args);
      assert.equal(code, 2);
      assert.match(stderr, said);
    }
  });
});
