// Trains, tests and exports the models of the playground's pages, into src/playground/models: all of them (an hour and a half on two cores), or those named.
// What is trained already, in runs/playground, is not trained again. Data: METALEARN_DATA, or ../shared/data beside the repository.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
/** What a visitor draws lies anywhere, and is larger, smaller, turned and slanted. */
const asDrawn = ['--channels', '32', '--set', 'shift=2', '--set', 'zoom=0.15', '--set', 'turn=10', '--set', 'shear=5', '--set', 'queryStatistics=support'];

const models = {
  curves: {
    train: ['sinusoid'],
    test: [],
    export: ['--rows', '20'],
  },
  'draw-maml': {
    train: ['omniglot', '--ways', '2-10', '--shots', '1', '--queries', '3', ...asDrawn, '--inner-steps', '3', '--inner-lr', '0.3', '--meta-batch', '8', '--iterations', '30000', '--time', '45m'],
    test: ['--no-baselines'],
    export: ['--rows', '5,10,50', '--steps', '1,2,3,5', '--half'],
  },
  'draw-proto': {
    train: ['omniglot', '--algorithm', 'proto-net', '--ways', '5', '--train-ways', '60', '--shots', '1', '--queries', '5', ...asDrawn, '--time', '12m'],
    test: ['--no-baselines'],
    export: ['--ways', '10', '--rows', '5,10,50', '--half'],
  },
  'draw-glyphs': {
    train: ['glyphs', '--algorithm', 'proto-net', '--ways', '5', '--train-ways', '20', '--shots', '1', '--queries', '5', '--channels', '32', '--set', 'queryStatistics=support', '--time', '4m'],
    test: ['--no-baselines'],
    export: ['--ways', '10', '--rows', '5,10,50', '--half'],
  },
  taste: {
    train: ['movietweetings'],
    test: [],
    export: ['--items', '500', '--half'],
  },
  agent: {
    train: ['nav2d'],
    test: [],
    export: [],
  },
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in models));
if (unknown.length > 0) {
  console.error(`There is no model ${unknown.join(', ')}: the models are ${Object.keys(models).join(', ')}.`);
  process.exit(2);
}
const data = process.env.METALEARN_DATA ?? join(root, '..', 'shared', 'data');

for (const [name, model] of Object.entries(models).filter(([name]) => wanted.length === 0 || wanted.includes(name))) {
  const run = join(root, 'runs', 'playground', name);
  if (!existsSync(join(run, 'best.safetensors'))) metalearn('train', ...model.train, '--seed', '0', '--out', run);
  if (!existsSync(join(run, 'test.json'))) metalearn('test', run, ...model.test);
  metalearn('export', run, ...model.export, '--out', join(root, 'src', 'playground', 'models', name));
}

function metalearn(...command) {
  console.log(`\n$ metalearn ${command.join(' ')}`);
  const { status } = spawnSync(process.execPath, [join(root, 'dist', 'cli', 'main.js'), ...command], { cwd: root, stdio: 'inherit', env: { ...process.env, METALEARN_DATA: data } });
  if (status !== 0) process.exit(status ?? 1);
}
