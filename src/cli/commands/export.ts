import { Argument, Command, Option } from 'commander';
import { jsonOption, seedOption, testShiftOption } from '../options/common.js';
import { pathLike, whole, wholes } from '../options/values.js';
import { outputFor } from '../output.js';

const about = `
Writes weights.safetensors, adapt.onnx (support set in, adapted weights out), predict.onnx (adapted weights and queries in, answers out), artifact.json and a
model card, README.md. The programs run in any ONNX runtime, without this project; the weights stand once, in the .safetensors file, which the programs read.
Support sets are padded to a fixed number of rows, with zeros in mask: --rows 10,50 writes a program for each.

Examples:
  metalearn export runs/omniglot-5-way-1-shot --out model
  metalearn export runs/proto --ways 10 --rows 10,50 --half --out model.zip

Drop the folder or the .zip on the page Yours of the playground to use it.`;

export function exportCommand(): Command {
  return new Command('export')
    .description('write what a run learned as weights and ONNX programs for any runtime, with a model card')
    .addArgument(new Argument('<RUN>', 'the run folder'))
    .addOption(new Option('--out <path>', 'the folder to write, or a file that ends in .zip').argParser(pathLike).makeOptionMandatory())
    .option('--half', 'store weights in 16 bits: half the size')
    .option('--rows <n,...>', 'rows that support sets are padded to (default: those of a task of the run)', wholes(1, 100_000))
    .option('--steps <n,...>', 'inner steps (default: as in metalearn test)', wholes(0, 1000))
    .addOption(testShiftOption('as in training'))
    .option('--queries <n>', 'queries of one call (default: 1)', whole(1, 100_000))
    .option('--ways <n>', 'classes at most, of learners that take any number', whole(2, 10_000))
    .option('--items <n>', 'items of the catalogue, the most rated (default: all)', whole(1))
    .option('--licence <text>', 'on what terms others may use it (default: as the data allow)')
    .addOption(seedOption('nothing here, as exporting draws nothing at random'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runExport);
}

interface Options {
  readonly out: string;
  readonly half?: boolean;
  readonly rows?: number[];
  readonly steps?: number[];
  readonly queries?: number;
  readonly testShift?: number;
  readonly ways?: number;
  readonly items?: number;
  readonly licence?: string;
  readonly json?: boolean;
}

async function runExport(path: string, { json = false, half, ...options }: Options): Promise<void> {
  const { exportRun } = await import('../export/export-run.js');
  const { describeExport } = await import('../export/describe-export.js');
  const output = outputFor(json);
  const result = await exportRun(path, { ...options, bits: half ? 16 : 32 });
  output.json(result);
  output.say(describeExport(result));
}
