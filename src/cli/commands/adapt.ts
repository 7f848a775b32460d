import { basename } from 'node:path';
import { Argument, Command, Option } from 'commander';
import type { AdaptResult } from '../adapt-run.js';
import { jsonOption, seedOption, testShiftOption } from '../options/common.js';
import { whole } from '../options/values.js';
import { outputFor } from '../output.js';
import { textTable } from '../text-table.js';

const about = `
Example:
  support/cat/1.png  support/cat/2.png  support/dog/1.png  ...      a folder for each class, any number of images in each
  query/a.png  query/b.png  ...                                     the images to tell apart

Images are PNG or JPEG; they are resized to what the learner was trained on. Drawings are expected as dark ink on light paper where the run was
trained on omniglot or glyphs. Each image is predicted by itself, with the batch statistics of the support images.`;

export function adaptCommand(): Command {
  return new Command('adapt')
    .description('adapt a trained learner to your own images and predict others')
    .addArgument(new Argument('<RUN>', 'the run folder'))
    .addOption(new Option('--support <dir>', 'a folder with one folder of images for each class').makeOptionMandatory())
    .addOption(new Option('--query <dir>', 'a folder of images to predict').makeOptionMandatory())
    .option('--steps <n>', 'steps of adaptation (default: as in metalearn test)', whole(0, 1000))
    .addOption(testShiftOption('as in training'))
    .addOption(seedOption('nothing here, as adapting draws nothing at random'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runAdapt);
}

async function runAdapt(path: string, { json = false, ...options }: { support: string; query: string; steps?: number; testShift?: number; json?: boolean }): Promise<void> {
  const { adaptRun } = await import('../adapt-run.js');
  const output = outputFor(json);
  const result = await adaptRun(path, options);
  for (const warning of result.warnings) output.warn(warning);
  output.json(result);
  output.say(describe(result));
}

/** Of more classes than these a table tells the likeliest only. */
const mostColumns = 8;

function describe({ classes, support, steps, predictions }: AdaptResult): string {
  const images = Object.values(support).reduce((sum, count) => sum + count, 0);
  const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;
  const every = classes.length <= mostColumns;
  const rows = predictions.map(({ file, predicted, probabilities }) => {
    const [, ...next] = Object.entries(probabilities).sort(([, a], [, b]) => b - a).slice(0, 3);
    return [basename(file), predicted, ...(every ? classes.map((name) => percent(probabilities[name])) : [percent(probabilities[predicted]), ...next.map(([name, share]) => `${name} ${percent(share)}`)])];
  });
  return [
    `Adapted to ${images} image${images === 1 ? '' : 's'} of ${classes.length} classes${steps === 0 ? '' : ` in ${steps} step${steps === 1 ? '' : 's'}`}.`,
    '',
    textTable(['image', 'predicted', ...(every ? classes : ['sure', 'next', 'then'])], rows),
  ].join('\n');
}
