import { Command } from 'commander';
import { withInterrupt } from '../interrupt.js';
import { jsonOption, seedOption } from '../options/common.js';
import { pathLike } from '../options/values.js';
import { outputFor } from '../output.js';

const about = `
Meta-trains on sinusoids and on 5-way 1-shot drawn characters, in under two minutes in all on two cores, and compares with the conventional
ways: no meta-training at all, and one model pretrained on all tasks pooled, then fine-tuned. The report shows how each does
before and after every step of adaptation.`;

export function demoCommand(): Command {
  return new Command('demo')
    .description('see what meta-learning gains, in under two minutes')
    .option('--out <dir>', 'where report.html goes; what a demo wrote there before is replaced', pathLike, 'runs/demo')
    .addOption(seedOption('everything that is drawn'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runDemo);
}

async function runDemo({ out, seed = 0, json = false }: { out: string; seed?: number; json?: boolean }): Promise<void> {
  const { demo } = await import('../demo.js');
  const output = outputFor(json);
  output.json(await withInterrupt((signal) => demo({ folder: out, seed, output, signal })));
}
