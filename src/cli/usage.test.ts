import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { answerOf, metalearn } from '../testing/command-line.js';

const folder = mkdtempSync(join(tmpdir(), 'metalearn-usage-'));
after(() => rmSync(folder, { recursive: true, force: true }));

describe('the command line', () => {
  it('explains itself and each command', async () => {
    for (const [args, said] of [
      [['--help'], /Commands:[^]*demo[^]*train[^]*test[^]*adapt[^]*bench/],
      [['train', '--help'], /--ways <n>[^]*--set <name=value>[^]*--resume[^]*metalearn tasks/],
      [['test', '--help'], /--episodes <n>[^]*--seed[^]*--json/],
      [['watch', '--help'], /--task <n>[^]*--steps <n>[^]*--out <file>/],
      [['adapt', '--help'], /--support <dir>[^]*each class \(required\)[^]*--query <dir>[^]*\(required\)/],
      [['recommend', '--help'], /--ratings <list>[^]*--top <n>[^]*--exclude <title> +an item to leave out; may be repeated\n[^]*metalearn recommend/],
      [['serve', '--help'], /--log <level>[^]*error, warn, info or\s+debug/],
      [['bench', '--help'], /sin-1[^]*--peers/],
      [['compare', '--help'], /--algorithms <names>[^]*--time <duration>[^]*--set/],
      [['tune', '--help'], /--trials <n>[^]*--method[^]*halving/],
      [['algorithms', '--help'], /--task <task>/],
      [['demo', '--help'], /--json/],
      [['help'], /Commands:[^]*algorithms/],
      [['help', 'train'], /^Usage: metalearn train/],
      [['--version'], /^\d+\.\d+\.\d+\n$/],
    ] as const) {
      const { code, stdout, stderr } = await answerOf(args);
      assert.deepEqual([code, stderr], [0, ''], args.join(' '));
      assert.match(stdout, said, args.join(' '));
    }
  });

  it('answers what it does not know with the nearest name, exit code 2 and nothing on stdout', async () => {
    for (const [args, said] of [
      [[], /Usage: metalearn/],
      [['trian'], /unknown command 'trian'[^]*Did you mean train\?/],
      [['help', 'trian'], /no command 'trian'\. Did you mean train\?/],
      [['train'], /missing required argument 'TASK'/],
      [['train', 'omniglto'], /There is no task 'omniglto'\. Did you mean omniglot\?/],
      [['train', 'sinusoid', '--iteratons', '5'], /unknown option '--iteratons'[^]*Did you mean --iterations\?/],
      [['train', 'sinusoid', '--iterations', '0'], /'--iterations <n>' argument '0' is invalid\. It must be a whole number from 1 to/],
      [['train', 'sinusoid', '--time', 'soon'], /such as 90s, 30m/],
      [['train', 'sinusoid', '--algorithm', 'mamml'], /There is no algorithm 'mamml'\. Did you mean maml\?/],
      [['train', 'sinusoid', '--ways', '5'], /--ways counts classes, and the task sinusoid has none/],
      [['train', 'images'], /write images:DIR/],
      [['train', 'table:my.csv'], /needs --set taskColumn=\.\.\. \(the column that names the task of a row\) and --set targetColumn/],
      [['train', 'glyphs', '--algorithm', 'proto-net', '--first-order'], /--first-order: neither proto-net nor glyphs has an option firstOrder\./],
      [['train', 'glyphs', '--set', 'contextSize=5'], /neither maml nor glyphs has an option contextSize/],
      [['train', 'sinusoid', '--algorithm', 'proto-net'], /proto-net answers with classes, and the task sinusoid asks for values: choose maml, .* or in-context/],
      [['train', 'strokes', '--algorithm', 'relation-net'], /relation-net takes inputs of the kind image, and the task strokes has series/],
      [['train', 'sinusoid', '--algorithm', 'cnp', '--channels', '8'], /--channels: cnp has a network of its own/],
      [['compare', '--task', 'glyphs', '--time', '1s'], /required option '--algorithms <names>' not specified/],
      [['compare', '--algorithms', 'mamml', '--task', 'glyphs', '--time', '1s'], /no algorithm 'mamml'\. Did you mean maml\?/],
      [['tune', 'sinusoid', '--time', '1s', '--method', 'grid'], /must be random or halving/],
      [['bench', 'sin1'], /no workload 'sin1'\. Did you mean sin-1\?/],
      [['train', 'raters', '--ways', '5'], /--ways counts classes|--ways: the classes of the task raters/],
      [['train', 'ratings'], /needs its file: write ratings:FILE/],
      [['recommend'], /missing required argument 'RUN'/],
      [['train', 'sinusoid', '--set', 'constructor=1'], /neither maml nor sinusoid has an option constructor/],
      [['train', 'sinusoid', '--out', ''], /'--out <dir>' argument '' is invalid\. It must be a path, and is empty/],
      [['train', 'sinusoid', '--inner-steps', '3', '--set', 'innerSteps=2'], /--inner-steps 3 and --set innerSteps=2 contradict each other/],
      [['train', 'omniglot-alphabets', '--ways', '3-10'], /--ways must be one number for this task, not a range, got 3-10/],
      [['train', 'image-completion', '--queries', '3-10'], /--queries must be one number for this task/],
      [['adapt', 'RUN'], /required option '--support <dir>' not specified/],
      [['test', 'RUN', '--episodes', 'many'], /must be a whole number of at least 2|from 2 to/],
    ] as const) {
      const { code, stdout, stderr } = await answerOf(args);
      assert.deepEqual([code, stdout], [2, ''], args.join(' '));
      assert.match(stderr, said, args.join(' '));
      assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
    }
  });

  it('says in a sentence what is missing, with exit code 1', async () => {
    const nowhere = join(folder, 'nowhere');
    for (const [args, said] of [
      [['test', nowhere], /holds no run: there is no config\.json in it/],
      [['adapt', nowhere, '--support', folder, '--query', folder], /holds no run/],
      [['train', 'sinusoid', '--resume', '--out', nowhere], /holds no run/],
      [['train', `images:${nowhere}`, '--out', nowhere], /does not exist\. Name a folder of images/],
      [['train', `images:${folder}`, '--out', nowhere], /should have one folder per class, but it is empty/],
      [['train', 'omniglot', '--data', folder, '--out', nowhere], /omniglot data are missing[^]*--data DIR/],
    ] as const) {
      const { code, stdout, stderr } = await answerOf(args);
      assert.deepEqual([code, stdout], [1, ''], `${args.join(' ')}: ${stderr}`);
      assert.match(stderr, said, args.join(' '));
      assert.doesNotMatch(stderr, /\n\s+at /, 'no stack');
    }
  });

  it('ends as a process with the code, and with its words on the right stream', async () => {
    const version = await metalearn(['--version']);
    assert.deepEqual([version.code, version.stderr], [0, '']);
    for (const [args, expected] of [[['trian'], 2], [['test', join(folder, 'nowhere')], 1]] as const) {
      const { code, stdout, stderr } = await metalearn(args);
      assert.deepEqual([code, stdout, stderr.startsWith('error: ')], [expected, '', true], stderr);
    }
  });
});
