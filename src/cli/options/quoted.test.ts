import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { quoted } from './quoted.js';

test('a shell takes a quoted word as it was', { skip: process.platform === 'win32' }, () => {
  const words = ['runs/sinusoid-5-shot', 'läufe x/s', "it's $HOME", 'a"b`c`', 'table:my data.csv', '', 'x*?[a]{b};&|<>!#~\\'];
  const said = execFileSync('/bin/sh', ['-c', `printf '%s\\n' ${words.map(quoted).join(' ')}`], { encoding: 'utf8' });
  assert.deepEqual(said.split('\n').slice(0, -1), words);
  assert.equal(quoted(words[0]), words[0]);
});
