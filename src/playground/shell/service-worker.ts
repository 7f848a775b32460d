import { keptCache } from '../parts/fetch-kept.js';

// Written in by scripts/build-playground.js: a sum of all files, those of the pages, and the folders whose names change with what is in them.
declare const SITE_VERSION: string;
declare const SITE_FILES: readonly string[];
declare const KEPT_FOLDERS: readonly string[];

/** What TypeScript's library of pages lacks of a service worker. */
interface Scope {
  readonly registration: { readonly scope: string };
  readonly clients: { claim(): Promise<void> };
  addEventListener(type: 'install' | 'activate', listener: (event: { waitUntil(work: Promise<unknown>): void }) => void): void;
  addEventListener(type: 'fetch', listener: (event: { readonly request: Request; respondWith(answer: Promise<Response>): void }) => void): void;
}
const worker = self as unknown as Scope;
const root = worker.registration.scope;
const siteCache = `metalearn-site-${SITE_VERSION}`;

worker.addEventListener('install', (event) => event.waitUntil(caches.open(siteCache).then((cache) => cache.addAll(SITE_FILES.map((file) => new Request(root + file, { cache: 'no-cache' }))))));
worker.addEventListener('activate', (event) => event.waitUntil(Promise.all([worker.clients.claim(), dropOld()])));
worker.addEventListener('fetch', (event) => {
  if (event.request.method === 'GET' && event.request.url.startsWith(root)) event.respondWith(answer(event.request));
});

/** The pages' own files are all there; runtime and models are kept once they were used. */
async function answer(request: Request): Promise<Response> {
  const address = request.url.replace(/[?#].*/, '').replace(/\/$/, '/index.html');
  const known = await caches.match(address);
  if (known) return known;
  const response = await fetch(request);
  if (response.status === 200 && isKept(address)) {
    const copy = response.clone();
    // Where storage is full, the page goes on online.
    void caches.open(keptCache).then((cache) => cache.put(address, copy)).catch(() => {});
  }
  return response;
}

async function dropOld(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith('metalearn-site-') && name !== siteCache).map((name) => caches.delete(name)));
  const kept = await caches.open(keptCache);
  const old = (await kept.keys()).filter(({ url }) => url.startsWith(root) && !isKept(url));
  await Promise.all(old.map((request) => kept.delete(request)));
}

function isKept(url: string): boolean {
  return KEPT_FOLDERS.some((folder) => url.startsWith(`${root}${folder}/`));
}
