import type { Json } from './configuration.js';

/** How a worker process builds what it works on: `module`'s default export, called with `options`. */
export interface WorkerSetup {
  /** The URL of a module, as `new URL('./build.js', import.meta.url).href`. */
  readonly module: string;
  readonly options?: Json;
}

/** @throws TypeError where a module is no address that another process, which does not know where this program lies, could load. */
export function requireModule(module: string): void {
  const found = (module as unknown) instanceof URL ? 'a URL: give its href' : typeof module !== 'string' ? String(module) : /^\.\.?[\\/]/.test(module) ? `${module}, which is relative` : undefined;
  if (found !== undefined) throw new TypeError(`module must be the address of a module, such as new URL('./job.js', import.meta.url).href, got ${found}.`);
}

/**
 * What the module of a setup builds.
 * @param what it should be, for the message: `{family, algorithm}`.
 * @throws TypeError where its default export is no function, or builds something else.
 */
export async function built<Built>({ module, options = null }: WorkerSetup, what: string): Promise<Built> {
  const { default: build } = (await import(module)) as { default?: (options: Json) => Built | Promise<Built> };
  if (typeof build !== 'function') throw new TypeError(`${module} has no default export that builds ${what}.`);
  const made = await build(options);
  const missing = (what.match(/\w+/g) ?? []).filter((name) => (made as Readonly<Record<string, unknown>> | null)?.[name] === undefined);
  if (missing.length > 0) throw new TypeError(`The default export of ${module} must build ${what}, and what it gave lacks ${missing.join(' and ')}.`);
  return made;
}
