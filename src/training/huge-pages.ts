/**
 * The environment of a process that computes: where Linux gives huge pages on request only, as Ubuntu's does, glibc (2.35 and later) asks for them. Arrays of some megabytes, passed over again and
 * again, span a thousand pages of 4 KiB, more than a core has the addresses of at hand. Elsewhere nobody reads it. Where the user has set the same, that holds.
 */
export function withHugePages(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const own = environment.GLIBC_TUNABLES;
  return { ...environment, GLIBC_TUNABLES: [hugePages, ...(own ? [own] : [])].join(':') };
}

/** Of two values the last counts. */
const hugePages = 'glibc.malloc.hugetlb=1';
