import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';

/** One line that a measured program prints; the protocol is that of bench/peers/harness.py. */
export interface Measured {
  readonly peer: string;
  readonly version: string;
  readonly formulation: string;
  readonly median_ms: number;
  readonly repetitions: number;
  readonly check: { readonly loss: number; readonly gradientNorm: number };
}

/** What a program says once it has warmed up. */
export type Ready = Pick<Measured, 'peer' | 'version' | 'formulation' | 'check'> & { readonly startup_s?: number };

/** A program that could not be started or does not answer; the message says what to do. */
export class ProgramFailure extends Error {
  override name = 'ProgramFailure';
  constructor(message: string, readonly missing = false) {
    super(message);
  }
}

/** A child process that warms up once and then measures each time it is told to. */
export class MeasuringProgram {
  private readonly child: ChildProcessWithoutNullStreams;
  private readonly lines: AsyncIterator<string>;
  private readonly reader: Interface;
  private complaints = '';
  private readonly failed: Promise<never>;

  constructor(readonly command: string, args: readonly string[], environment: NodeJS.ProcessEnv = process.env) {
    this.child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], env: environment });
    this.child.stderr.on('data', (chunk: Buffer) => (this.complaints = (this.complaints + chunk.toString()).slice(-2000)));
    this.child.stdin.on('error', () => undefined);
    this.reader = createInterface({ input: this.child.stdout });
    this.lines = this.reader[Symbol.asyncIterator]();
    this.failed = new Promise((_, reject) => {
      this.child.on('error', (error: NodeJS.ErrnoException) =>
        reject(new ProgramFailure(error.code === 'ENOENT' ? `'${command}' was not found.` : error.message, error.code === 'ENOENT')),
      );
    });
    // It is raced against in `answer`; until then a failure must not end this process.
    this.failed.catch(() => undefined);
  }

  /** Waits until the program has warmed up. */
  async ready(): Promise<Ready> {
    return (await this.answer()) as unknown as Ready;
  }

  /** Measures for `seconds`. */
  async measure(seconds: number): Promise<Measured> {
    this.child.stdin.write(`go ${seconds}\n`);
    return (await this.answer()) as unknown as Measured;
  }

  stop(): void {
    this.reader.close();
    this.child.stdin.end('quit\n');
    this.child.kill();
  }

  private async answer(): Promise<Record<string, unknown>> {
    const next = await Promise.race([this.lines.next(), this.failed]);
    if (next.done) {
      const last = this.complaints.trim().split('\n').pop();
      throw new ProgramFailure(`${this.command} ended without an answer${last ? `: ${last}` : '.'}`);
    }
    const said = parse(next.value);
    if (said === undefined) return this.answer();
    if (typeof said.error === 'string') throw new ProgramFailure(said.error, /No module named|install with/.test(said.error));
    return said;
  }
}

/** A line that is not JSON is some library's chatter. */
function parse(line: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
