import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { encodeSafetensors } from '../../training/safetensors.js';
import { boardServer } from './server.js';

const good = {
  'config.json': JSON.stringify({ setup: { task: 'sinusoid', algorithm: 'maml' }, schedule: { iterations: 10 } }),
  'metrics.jsonl': '{"iteration":1,"loss":2}\n{"iteration":2,"loss":1,"validation":0.5}\n',
  'test.json': JSON.stringify({ summary: 'Tested.', metric: 'mse', mean: 1, ci95: 0.1, bySteps: [{ steps: 0, mean: 2, ci95: 0.1 }, { steps: 1, mean: 1, ci95: 0.1 }], hardest: [{ task: 3, score: 4 }] }),
};

/** By file, what somebody's editor or a full disk may leave of it. */
const damaged: Readonly<Record<keyof typeof good, readonly string[]>> = {
  'config.json': ['', 'null', '7', '[]', '{"setup":null}', '{"setup":"sinusoid"}', '{"setup":{"task":{"toString":1}}}', '{"setup":{"task":["a"],"algorithm":{"b":1}},"schedule":{"iterations":"many"}}', '{"setup":{},"schedule":null}'],
  'metrics.jsonl': ['', 'null\n7\n[]\n', '{"iteration":1,"loss":"a","seconds":{},"validation":[1]}\n{"iteration":2,"loss":{},"validation":"b"}\n', '{"iteration":1,"loss":1e308}\n{"iteration":2,"loss":-1e308}\n', '{"iteration":null,"loss":null}\n{"iteration":-3,"loss":null,"seconds":null,"validation":null}\n'],
  'test.json': ['', 'null', '"x"', '{"summary":{"a":1}}', '{"bySteps":"abc"}', '{"bySteps":[null,null]}', '{"hardest":"abcd"}', '{"hardest":[{"task":{},"score":{}}]}', '{"mean":{},"ci95":"x","metric":{}}', '{"mean":1e308,"ci95":1e308,"bySteps":[{"steps":0,"mean":1e308,"ci95":1e308},{"steps":1,"mean":-1e308,"ci95":1e308}]}'],
};

describe('a board with damaged runs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'metalearn-damaged-'));
  const app = boardServer(folder);
  const names: string[] = [];
  const make = (name: string, files: Partial<typeof good>): void => {
    mkdirSync(join(folder, name), { recursive: true });
    for (const [file, text] of Object.entries({ ...good, ...files })) writeFileSync(join(folder, name, file), text);
    names.push(name);
  };
  const page = async (url: string): Promise<string> => {
    const { statusCode, body } = await app.inject({ url });
    assert.equal(statusCode, 200, `${url}: ${body.slice(0, 200)}`);
    assert.doesNotMatch(body.replace(/<(script|style)>[^]*?<\/\1>/g, ''), /NaN|undefined|\[object/, url);
    return body;
  };
  before(() => {
    for (const [file, texts] of Object.entries(damaged)) for (const [i, text] of texts.entries()) make(`${file}-${i}`, { [file]: text });
    make('whole', {});
  });
  after(async () => {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lists them all', async () => {
    const list = await page('/');
    for (const name of names) assert.ok(list.includes(`>${name}</a>`), name);
  });

  it('shows each of them, and all side by side', async () => {
    for (const name of names) await page(`/run?name=${name}`);
    await page(`/compare?${names.map((name) => `name=${name}`).join('&')}`);
  });

  it('tells which file is damaged', async () => {
    for (const i of [0, 1, 3, 7]) assert.match(await page(`/run?name=test.json-${i}`), /Its test\.json is damaged/);
    for (const i of [0, 1, 4]) assert.match(await page(`/run?name=config.json-${i}`), /Its config\.json is damaged/);
    assert.doesNotMatch(await page('/run?name=whole'), /damaged/);
  });

  it('tells the iterations of the checkpoint where the metrics know fewer', async () => {
    make('between', {});
    const checkpoint = (metadata: object) => encodeSafetensors({ tensors: new Map(), metadata: metadata as Record<string, string> });
    writeFileSync(join(folder, 'between', 'checkpoint.safetensors'), checkpoint({ iteration: '7' }));
    assert.match(await page('/run?name=between'), />7 of 10</);
    for (const bytes of [checkpoint({ iteration: 'many' }), checkpoint({}), Uint8Array.of(1, 2), new Uint8Array(40).fill(255)]) {
      writeFileSync(join(folder, 'between', 'checkpoint.safetensors'), bytes);
      assert.match(await page('/run?name=between'), />2 of 10</);
    }
  });

  it('sets runs beside each other in charts of one unit each', async () => {
    make('agent', { 'metrics.jsonl': '{"iteration":1,"loss":1,"return0":-4,"return1":-3}\n{"iteration":2,"loss":1,"return0":-4,"return1":-2}\n{"iteration":1,"metric":"return","validation":-3}\n{"iteration":2,"metric":"return","validation":-2}\n' });
    make('learner', { 'metrics.jsonl': '{"iteration":1,"loss":2}\n{"iteration":2,"loss":1}\n{"iteration":1,"metric":"mse","validation":0.5}\n{"iteration":2,"metric":"mse","validation":0.4}\n' });
    const charts = (await page('/compare?name=agent&name=learner')).split('<figure>').slice(1).map((chart) => [/<figcaption>(.*?)<\/figcaption>/.exec(chart)![1], [...chart.matchAll(/<\/svg>(\w+)<\/li>/g)].map(([, name]) => name)]);
    // Which run was written to last is a matter of milliseconds.
    assert.deepEqual(charts.sort(([a], [b]) => (a! < b! ? -1 : 1)), [
      ['Return after adapting, on the training tasks.', ['agent']],
      ['The loss of meta-training.', ['learner']],
      ['The mse on validation tasks.', ['learner']],
      ['The return on validation tasks.', ['agent']],
    ]);
  });

  it('reads a file again once it was written again', async () => {
    make('mended', { 'test.json': 'null' });
    assert.match(await page('/run?name=mended'), /Its test\.json is damaged/);
    make('mended', {});
    assert.match(await page('/run?name=mended'), /Tested\./);
  });

  it('finds runs some folders down, as of several people or seeds, but none of a package', async () => {
    make('group/anna/sweep/rate/seed-1', {});
    make('project/node_modules/package/run', {});
    const list = await page('/');
    assert.ok(list.includes('>group/anna/sweep/rate/seed-1</a>'));
    assert.ok(!list.includes('node_modules'));
    await page('/run?name=group/anna/sweep/rate/seed-1');
    // Thousands of folders of images beside a run hide none.
    for (let i = 0; i < 2100; i++) mkdirSync(join(folder, 'images', `class ${i}`), { recursive: true });
    make('zoo/run', {});
    assert.ok((await page('/')).includes('>zoo/run</a>'));
    rmSync(join(folder, 'images'), { recursive: true });
  });

  it('follows a link to a run, and none in a circle', async () => {
    symlinkSync(join(folder, 'whole'), join(folder, 'linked'));
    symlinkSync(folder, join(folder, 'circle'));
    const list = await page('/');
    assert.ok(list.includes('>linked</a>'));
    assert.ok(!list.includes('circle'));
  });
});
