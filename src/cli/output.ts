/** Where a command's words go: results to stdout, or with `--json` one JSON value there and no word beside it. */
export interface Output {
  /** Words for a person; nothing with `--json`. */
  say(text: string): void;
  /** The result as JSON; nothing without `--json`. */
  json(value: unknown): void;
  /** What a person should know in any case; goes to stderr. */
  warn(text: string): void;
}

export function outputFor(asJson: boolean): Output {
  return {
    say: (text) => void (asJson || process.stdout.write(`${text}\n`)),
    json: (value) => void (asJson && process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`)),
    warn: (text) => void process.stderr.write(`${text}\n`),
  };
}
