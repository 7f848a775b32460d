import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import sirv from 'sirv';

export interface SiteOptions {
  /** Whether pages are cross-origin isolated (COOP and COEP headers), so that WebAssembly has threads there. Default false: what most static hosts do. */
  readonly isolated?: boolean;
}

/** Serves a folder of static files on a free port of loopback. */
export async function serveSite(folder: string, { isolated = false }: SiteOptions = {}): Promise<{ readonly url: string; close(): Promise<void> }> {
  const files = sirv(folder, {
    dev: true,
    setHeaders(response) {
      if (!isolated) return;
      response.setHeader('Cross-Origin-Opener-Policy', 'same-origin');
      response.setHeader('Cross-Origin-Embedder-Policy', 'require-corp');
    },
  });
  const server = createServer((request, response) => files(request, response, () => void response.writeHead(404).end()));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
