import { Argument, Command } from 'commander';
import { jsonOption } from '../options/common.js';
import { outputFor } from '../output.js';
import { besideNames } from '../word-lines.js';

const about = `
With a NAME: its options as --set NAME=VALUE takes them, with their defaults.

Examples:
  metalearn tasks
  metalearn tasks omniglot
  metalearn tasks nav2d`;

export function tasksCommand(): Command {
  return new Command('tasks')
    .description('list the families of tasks and the environments, or the options of one')
    .addArgument(new Argument('[NAME]', 'one family of tasks, or environment'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runTasks);
}

async function runTasks(name: string | undefined, { json = false }: { json?: boolean }): Promise<void> {
  const { describeTask, listTasks, tellTask } = await import('../catalogue/describe-tasks.js');
  const { describeEnvironment, listEnvironments, tellEnvironment } = await import('../catalogue/describe-environments.js');
  const { isEnvironment } = await import('../catalogue/index.js');
  const output = outputFor(json);
  if (name !== undefined && isEnvironment(name)) {
    const described = describeEnvironment(name);
    output.json(described);
    output.say(tellEnvironment(described));
    return;
  }
  if (name !== undefined) {
    const described = describeTask(name);
    output.json(described);
    output.say(tellTask(described));
    return;
  }
  const [all, environments] = [listTasks(), listEnvironments()];
  output.json([...all, ...environments]);
  output.say(`${told(all)}\n\nEnvironments, for agents that act:\n\n${told(environments)}`);
}

function told(entries: readonly { readonly usage: string; readonly about: string; readonly source: string }[]): string {
  return besideNames(entries.map(({ usage, about, source }) => [usage, about, source] as const), 24);
}
