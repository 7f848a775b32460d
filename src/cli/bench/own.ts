// Startup is part of what is measured, so the clock starts before anything else is loaded.
const loaded = performance.now();
const { parseArgs } = await import('node:util');
const { createInterface } = await import('node:readline');
const { mean, median, min, quantile } = await import('d3-array');
const { prepare } = await import('./own-step.js');
const { workloadNames } = await import('./workloads.js');

/** This library as one of the measured programs: the options and the protocol are those of bench/peers/harness.py. */
const { values: options } = parseArgs({
  options: {
    workload: { type: 'string' },
    threads: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '5' },
    warmup: { type: 'string', default: '2' },
    serve: { type: 'boolean', default: false },
  },
});
const name = workloadNames.find((known) => known === options.workload);
if (name === undefined) throw new RangeError(`--workload must be one of ${workloadNames.join(', ')}, got ${options.workload}.`);

const { step, check, version, unit, formulation } = await prepare(name, Number(options.threads));
await step();
const startup_s = (performance.now() - loaded) / 1000;
const about = {
  peer: 'metalearn',
  version,
  formulation,
  workload: name,
  threads: Number(options.threads),
  processes: 1,
  unit,
  startup_s,
  check: await check(),
};

async function measure(seconds: number) {
  const times: number[] = [];
  const end = performance.now() + seconds * 1000;
  do {
    const started = performance.now();
    await step();
    times.push(performance.now() - started);
  } while (performance.now() < end);
  return { median_ms: median(times), mean_ms: mean(times), min_ms: min(times), p10: quantile(times, 0.1), p90: quantile(times, 0.9), repetitions: times.length };
}

const print = (line: object): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

await measure(Number(options.warmup));
if (!options.serve) {
  print({ ...about, ...(await measure(Number(options.seconds))) });
  process.exit();
}
print({ ready: true, ...about });
for await (const line of createInterface({ input: process.stdin })) {
  const [word, seconds] = line.split(' ');
  if (word === 'quit') break;
  if (word === 'go') print({ ...about, ...(await measure(Number(seconds))) });
}
process.exit();
