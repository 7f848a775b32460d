import { Command } from 'commander';

export function adaptCommand(): Command {
  return new Command('adapt');
}
