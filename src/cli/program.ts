import { Command, Help, type Option } from 'commander';
import { adaptCommand } from './commands/adapt.js';
import { algorithmsCommand } from './commands/algorithms.js';
import { benchCommand } from './commands/bench.js';
import { boardCommand } from './commands/board.js';
import { compareCommand } from './commands/compare.js';
import { demoCommand } from './commands/demo.js';
import { exportCommand } from './commands/export.js';
import { helpCommand } from './commands/help.js';
import { recommendCommand } from './commands/recommend.js';
import { serveCommand } from './commands/serve.js';
import { tasksCommand } from './commands/tasks.js';
import { testCommand } from './commands/test.js';
import { trainCommand } from './commands/train.js';
import { tuneCommand } from './commands/tune.js';
import { watchCommand } from './commands/watch.js';
import { versionOfPackage } from './version.js';
import { fitted, roomOf } from './word-lines.js';

const examples = `
Examples:
  metalearn demo                                   sinusoids and drawn characters, under two minutes
  metalearn train omniglot --time 30m              5-way 1-shot on real images
  metalearn test runs/omniglot-5-way-1-shot        how well it learns classes that it has never seen
  metalearn compare --task omniglot --algorithms maml,proto-net --time 5m
  metalearn adapt RUN --support mine --query new   your own images: a folder for each class, and images to tell apart
  metalearn recommend RUN --ratings "The Matrix=9,Titanic=4"   films for who rated two: RUN of metalearn train movietweetings
  metalearn train nav2d                            agents: a point that learns to find an unseen goal; then test and watch runs/nav2d
  metalearn export RUN --out model                 weights and ONNX programs for any runtime, a page among them
  metalearn serve RUN                              adapt, predict and recommend over HTTP
  metalearn bench --peers                          how fast it is beside PyTorch and JAX on this machine`;

/** The whole command line. Each command loads what it needs when it runs, so that help and errors are immediate. */
export function createProgram(): Command {
  const program = new Command('metalearn')
    .description('Meta-learning: trains learners that adapt to new tasks from a few examples.')
    .version(versionOfPackage(), '-V, --version', 'print the version')
    .helpCommand(false)
    .showHelpAfterError('Add --help to see what there is.')
    .addHelpText('after', examples);
  const commands = [
    demoCommand(),
    tasksCommand(),
    algorithmsCommand(),
    trainCommand(),
    testCommand(),
    watchCommand(),
    boardCommand(),
    compareCommand(),
    tuneCommand(),
    adaptCommand(),
    recommendCommand(),
    exportCommand(),
    serveCommand(),
    benchCommand(),
    helpCommand(program),
  ];
  for (const command of commands) program.addCommand(command);
  for (const command of [program, ...program.commands]) {
    command.exitOverride().showSuggestionAfterError().showHelpAfterError('Add --help to see what there is.');
    command.configureHelp({ helpWidth: Math.min(100, roomOf(process.stdout)), optionDescription }).configureOutput({ writeOut: (text) => void process.stdout.write(fitted(text)) }).helpOption('-h, --help', 'print this help');
  }
  return program;
}

/** As usual, and whether it has to be there. */
function optionDescription(option: Option): string {
  return `${new Help().optionDescription(option)}${option.mandatory ? ' (required)' : ''}`;
}
