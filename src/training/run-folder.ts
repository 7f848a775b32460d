import { appendFile, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError, differences, type Json } from './configuration.js';
import { lock } from './lock.js';
import { makeFolder } from './make-folder.js';
import { replaceFile, writeError } from './replace-file.js';
import { RunError, WriteError, type Run } from './run.js';
import { versions } from './versions.js';

type Config = Readonly<Record<string, Json | undefined>>;

const configFile = 'config.json';
const metricsFile = 'metrics.jsonl';
const temporary = /^\..*\.tmp$/;

/**
 * Makes the folder of a new run and writes its config.json: `config`, what is needed to build the run again, and the versions of what
 * runs it. `metaTrain` adds the entry `training`.
 *
 * @throws RunError where the folder holds something already; WriteError where it cannot be written.
 */
export async function createRun(path: string, config: Config = {}): Promise<Run> {
  const found = await entriesOf(path);
  if (found.includes(configFile)) throw taken(path);
  if (found.some((name) => !temporary.test(name))) {
    throw new RunError(`${path} is not empty (${found.slice(0, 3).join(', ')}${found.length > 3 ? ', ...' : ''}) and holds no run. Give a new or empty folder.`);
  }
  await makeFolder(path).catch((error: unknown) => {
    throw error instanceof WriteError ? error : writeError(path, 0, error);
  });
  const run = folder(path, { ...config, versions: await versions() });
  await claim(path);
  // A folder whose config.json cannot be written is left as none.
  await run.record({}).catch(async (error: unknown) => {
    await rm(join(path, configFile), { force: true }).catch(() => undefined);
    throw error;
  });
  return run;
}

/** Makes the file by which others know that the folder is taken: of two that find it empty at once, one does. */
async function claim(path: string): Promise<void> {
  const file = join(path, configFile);
  await writeFile(file, '', { flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EEXIST' ? taken(path) : writeError(file, 0, error);
  });
}

function taken(path: string): RunError {
  return new RunError(`${path} already holds a run. Resume it, or give another folder.`);
}

/**
 * Opens the folder of a run, to resume, test or adapt it.
 *
 * @param asked the configuration that the caller expects, compared with config.json except for the paths in `ignore`.
 * @throws RunError where there is no run; ConfigurationError, naming what differs, where it is another than `asked`.
 */
export async function openRun(path: string, asked?: Config, ignore: readonly string[] = []): Promise<Run> {
  const text = await readFile(join(path, configFile), 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new RunError(error.code === 'ENOENT' || error.code === 'ENOTDIR' ? `${path} holds no run: there is no ${configFile} in it.` : `Could not read ${join(path, configFile)}: ${error.message}.`);
  });
  let config: unknown;
  try {
    config = JSON.parse(text);
  } catch (error) {
    throw new RunError(`${join(path, configFile)} is not JSON: ${(error as Error).message}.`);
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config)) throw new RunError(`${join(path, configFile)} must hold a JSON object.`);
  if (asked) {
    const differing = differences(config, asked, ['training', 'versions', ...ignore]);
    if (differing.length > 0) throw new ConfigurationError(`The run in ${path}`, differing, 'Give the same options, or another folder.');
  }
  return folder(path, config as Config);
}

function folder(path: string, initial: Config): Run {
  let config = initial;
  const metrics = join(path, metricsFile);
  return {
    path,
    get config() {
      return config;
    },
    async record(entries) {
      config = { ...config, ...entries };
      await replaceFile(join(path, configFile), `${JSON.stringify(config, null, 2)}\n`);
    },
    async read(weights) {
      return readFile(join(path, `${weights}.safetensors`)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined;
        throw error;
      });
    },
    write: (weights, bytes) => replaceFile(join(path, `${weights}.safetensors`), bytes),
    append: (lines) =>
      appendFile(metrics, lines).catch((error: unknown) => {
        throw writeError(metrics, lines.length, error);
      }),
    hold: () => lock(join(path, 'training.lock'), { does: 'trains there', advice: 'give another folder' }),
    async rewind(iteration) {
      const stale = (await entriesOf(path)).filter((name) => temporary.test(name));
      await Promise.all(stale.map((name) => rm(join(path, name), { force: true })));
      const { bytes, seconds } = await linesUntil(metrics, iteration);
      if (bytes !== undefined) await truncate(metrics, bytes);
      return seconds;
    },
  };
}

/** How many bytes the lines up to `iteration` have, and the time in the last of them. A last line without its end is none. */
async function linesUntil(path: string, iteration: number): Promise<{ bytes?: number; seconds: number }> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return { seconds: 0 };
  let bytes = 0;
  let seconds = 0;
  for (const line of text.split('\n').slice(0, -1)) {
    const entry = parsed(line);
    if (!entry || entry.iteration > iteration) break;
    bytes += Buffer.byteLength(line) + 1;
    seconds = entry.seconds ?? seconds;
  }
  return { bytes, seconds };
}

function parsed(line: string): { iteration: number; seconds?: number } | undefined {
  try {
    return JSON.parse(line) as { iteration: number };
  } catch {
    return undefined;
  }
}

async function entriesOf(path: string): Promise<string[]> {
  const found = await stat(path).catch(() => undefined);
  if (!found) return [];
  if (!found.isDirectory()) throw new RunError(`${path} is a file; a run needs a folder.`);
  return readdir(path);
}
