import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CommanderError, InvalidArgumentError } from 'commander';
import { explain, Stopped, UsageError } from './failure.js';

describe('a failure', () => {
  it('ends with 2 where the command cannot be, with 1 where it went wrong, with 130 where it was stopped', () => {
    assert.deepEqual(explain(new UsageError('No such task.')), { message: 'error: No such task.', code: 2 });
    assert.deepEqual(explain(new Error('It broke.')), { message: 'error: It broke.', code: 1 });
    assert.deepEqual(explain(new Stopped('Saved.')), { message: 'Saved.', code: 130 });
    assert.deepEqual(explain('a string'), { message: 'error: a string', code: 1 });
  });

  it('of the command line itself is not said twice, and asking for help is none', () => {
    assert.deepEqual(explain(new InvalidArgumentError('no number')), { code: 2 });
    assert.deepEqual(explain(new CommanderError(0, 'commander.helpDisplayed', '(outputHelp)')), { code: 0 });
  });

  it('of the system is said in words', () => {
    const failed = (code: string, path?: string): unknown => Object.assign(new Error(`${code}: something terse`), { code, path });
    assert.match(explain(failed('ENOSPC', '/runs/a')).message!, /The disk is full: could not write \/runs\/a\. Free some space/);
    assert.match(explain(failed('EACCES', '/root')).message!, /No permission to use \/root/);
    assert.match(explain(failed('EEXIST', 'README.md')).message!, /README\.md is a file, or lies in one; a folder is needed/);
    assert.match(explain(failed('EROFS')).message!, /read-only/);
  });
});
