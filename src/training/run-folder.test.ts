import assert from 'node:assert/strict';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createRun, openRun } from './index.js';
import { replaceFile, type OpenFile } from './replace-file.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'metalearn-'));

test('a new run is a folder with a config.json that opens again', async () => {
  const path = join(folder(), 'deep', 'run');
  const run = await createRun(path, { task: 'sinusoid', shots: 5 });
  await run.record({ training: { seed: 1 } });
  const { versions, ...config } = (await openRun(path)).config;
  assert.deepEqual(config, { task: 'sinusoid', shots: 5, training: { seed: 1 } });
  assert.equal((versions as Record<string, string>).node, process.versions.node);
  assert.equal(await run.read('checkpoint'), undefined);
  assert.deepEqual(readdirSync(path), ['config.json']);
});

test('an existing run, other files and a file in the way are not written over', async () => {
  const path = join(folder(), 'run');
  await createRun(path, { task: 'a' });
  await assert.rejects(createRun(path), /already holds a run\. Resume it, or give another folder/);
  const other = folder();
  writeFileSync(join(other, 'letter.txt'), 'dear');
  await assert.rejects(createRun(other), /is not empty \(letter\.txt\) and holds no run/);
  await assert.rejects(createRun(join(other, 'letter.txt')), /letter\.txt is a file; a run needs a folder/);
});

test('of trainings that begin in one folder at once, one has it, and its configuration stays', async () => {
  const path = join(folder(), 'run');
  const begun = await Promise.allSettled([0, 1, 2].map((seed) => createRun(path, { seed })));
  const [run, ...others] = begun.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
  assert.equal(others.length, 0);
  assert.equal((await openRun(path)).config.seed, run.config.seed);
  for (const each of begun) if (each.status === 'rejected') assert.match(String(each.reason), /^RunError: .* already holds a run\. Resume it, or give another folder/);
});

test('what is no run, or another, does not open', async () => {
  const path = folder();
  await assert.rejects(openRun(path), /holds no run: there is no config\.json in it/);
  writeFileSync(join(path, 'letter.txt'), 'dear');
  await assert.rejects(openRun(join(path, 'letter.txt')), /letter\.txt holds no run/);
  writeFileSync(join(path, 'config.json'), '{"task":');
  await assert.rejects(openRun(path), /config\.json is not JSON/);
  writeFileSync(join(path, 'config.json'), '[]');
  await assert.rejects(openRun(path), /must hold a JSON object/);
  const run = join(path, 'run');
  await createRun(run, { task: 'omniglot', learner: { channels: 64 }, iterations: 5 });
  await assert.rejects(openRun(run, { task: 'omniglot', learner: { channels: 32 }, iterations: 6 }, ['iterations']), {
    name: 'ConfigurationError',
    message: /made with another configuration: learner\.channels is 64 there and 32 here\. Give the same options/,
  });
  await openRun(run, { task: 'omniglot', learner: { channels: 64 }, iterations: 6 }, ['iterations']);
});

test('rewinding drops later lines, a line half written and temporary files', async () => {
  const path = join(folder(), 'run');
  const run = await createRun(path);
  assert.equal(await run.rewind(0), 0);
  await run.append('{"iteration":1,"seconds":0.5}\n{"iteration":2,"name":"ü","seconds":1.5}\n{"iteration":3,"seconds":2.5}\n');
  appendFileSync(join(path, 'metrics.jsonl'), '{"iterat');
  writeFileSync(join(path, '.checkpoint.safetensors.123.tmp'), 'half');
  assert.equal(await run.rewind(2), 1.5);
  assert.equal(readFileSync(join(path, 'metrics.jsonl'), 'utf8'), '{"iteration":1,"seconds":0.5}\n{"iteration":2,"name":"ü","seconds":1.5}\n');
  assert.deepEqual(readdirSync(path).sort(), ['config.json', 'metrics.jsonl']);
});

for (const failing of ['writeFile', 'sync'] as const) {
  test(`a disk that is full at ${failing} leaves the old file whole and no rest of the new`, async () => {
    const path = join(folder(), 'checkpoint.safetensors');
    await replaceFile(path, 'old');
    const full: OpenFile = async (file, flags) => {
      const handle = await open(file, flags);
      const fail = async (): Promise<void> => {
        await handle.write('partly');
        throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
      };
      return { writeFile: (bytes) => handle.writeFile(bytes), sync: () => handle.sync(), close: () => handle.close(), [failing]: fail };
    };
    await assert.rejects(replaceFile(path, 'new', full), { name: 'WriteError', message: /\(3 bytes\): the disk is full; free some space\. What was there before is intact/ });
    assert.equal(readFileSync(path, 'utf8'), 'old');
    assert.deepEqual(readdirSync(join(path, '..')), ['checkpoint.safetensors']);
  });
}

test('a folder that is gone is named', async () => {
  const path = folder();
  mkdirSync(join(path, 'run'));
  await assert.rejects(replaceFile(join(path, 'nowhere', 'file'), 'x'), /nowhere.*the folder is gone/);
  assert.ok(!existsSync(join(path, 'nowhere')));
});

test('a run is held by one training at a time, also within a process', async () => {
  const path = folder();
  const run = await createRun(path);
  const release = await run.hold!();
  await assert.rejects((await openRun(path)).hold!(), { name: 'RunError', message: /^This process trains there already: .*training\.lock says so\./ });
  await release();
  await (await run.hold!())();
  assert.equal(existsSync(join(path, 'training.lock')), false);
  writeFileSync(join(path, 'training.lock'), `${process.ppid}\n`);
  await assert.rejects(run.hold!(), new RegExp(`Process ${process.ppid} trains there`));
  writeFileSync(join(path, 'training.lock'), '999999999\n');
  await (await run.hold!())();
});

test('files that are written at once to one path do not take each other’s temporary file', async () => {
  const path = join(folder(), 'file');
  await Promise.all(Array.from({ length: 20 }, (_, i) => replaceFile(path, `${i}`)));
  assert.match(readFileSync(path, 'utf8'), /^\d+$/);
});
