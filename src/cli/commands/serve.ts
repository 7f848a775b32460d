import { availableParallelism } from 'node:os';
import { Argument, Command, Option } from 'commander';
import { UsageError } from '../failure.js';
import { jsonOption, seedOption } from '../options/common.js';
import { listed, oneOf, whole } from '../options/values.js';

interface ServeCommandOptions {
  readonly host: string;
  readonly port: number;
  readonly dataDir?: string;
  readonly workers: number;
  readonly rate: number;
  readonly maxBody: number;
  readonly maxLearners: number;
  readonly maxExamples: number;
  readonly log: string;
  readonly json?: boolean;
}

const about = `
Routes: POST /adapt, /predict and, of runs that learned ratings, /recommend; GET and DELETE /learners/ID, POST /learners/ID/examples; GET /run tells how requests to
this run are written, /health and /metrics how the server is. docs/serving.md has examples.

The examples of learners are stored in the data folder before a request is answered, and are there again after a crash. The server knows no passwords: what should be
reached from other machines belongs behind a proxy that does. SIGTERM or Ctrl-C finishes the requests that are there and stops.

Examples:
  metalearn serve runs/sinusoid-5-shot
  curl -s localhost:8080/predict -H 'content-type: application/json' -d '{"support": {"x": [[-2], [0], [2]], "y": [1, 0, -1]}, "x": [[1]]}'`;

const levels = ['error', 'warn', 'info', 'debug'] as const;

export function serveCommand(): Command {
  return new Command('serve')
    .description('answer adapt, predict and recommend over HTTP')
    .addArgument(new Argument('<RUN>', 'the run folder'))
    .option('--host <address>', 'the address to listen on; 0.0.0.0 for all of this machine', '127.0.0.1')
    .option('--port <n>', 'the port; 0 for any that is free', whole(0, 65_535), 8080)
    .option('--data-dir <dir>', 'where learners are stored (default: served in the run folder)')
    .option('--workers <n>', 'processes to compute in', whole(1, 256), Math.min(availableParallelism(), 8))
    .option('--rate <n>', 'requests of one address in a second; 0 for no bound', whole(0), 1000)
    .option('--max-body <bytes>', 'bytes of a request', whole(1024, 2 ** 30), 4 * 2 ** 20)
    .option('--max-learners <n>', 'learners that are stored', whole(0), 100_000)
    .option('--max-examples <n>', 'examples, or ratings, of a learner', whole(1, 100_000), 256)
    .addOption(new Option('--log <level>', `log lines on standard error: ${listed(levels)}`).argParser(oneOf(levels)).default('info'))
    .addOption(seedOption('nothing here, as serving draws nothing at random'))
    .addOption(jsonOption())
    .addHelpText('after', about)
    .action(runServe);
}

async function runServe(run: string, { host, port, dataDir, workers, rate, maxBody, maxLearners, maxExamples, log, json = false }: ServeCommandOptions): Promise<void> {
  const [{ serveRun }, { usualLimits }] = await Promise.all([import('../serve/serve-run.js'), import('../serve/limits.js')]);
  const limits = { ...usualLimits, rate: rate === 0 ? Infinity : rate, body: maxBody, learners: maxLearners, examples: maxExamples };
  const serving = await serveRun({ run, host, port, dataDirectory: dataDir, workers, limits, log: { level: log, stream: process.stderr } }).catch((error: unknown) => {
    throw portProblem(error, host, port) ?? error;
  });
  // One line, so that a program that started the server can read it.
  process.stdout.write(json ? `${JSON.stringify({ url: serving.url, run, pid: process.pid })}\n` : `Serving ${run} at ${serving.url}. Press Ctrl-C to stop.\n`);
  await new Promise<void>((stopped, failed) => {
    let asked = false;
    const stop = (): void => {
      // A second Ctrl-C does not wait.
      if (asked) process.exit(130);
      asked = true;
      serving.stop(patience).then(stopped, failed);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
  process.exit(0);
}

/** Milliseconds that requests may take to finish once the server is asked to stop. */
const patience = 10_000;

function portProblem(error: unknown, host: string, port: number): UsageError | undefined {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') return new UsageError(`Port ${port} of ${host} is taken by another program: give another --port, or 0 for any that is free.`);
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return new UsageError(`${host} is no address of this machine: give another --host.`);
  return code === 'EACCES' ? new UsageError(`This user may not listen on port ${port}: give one of 1024 or more.`) : undefined;
}
