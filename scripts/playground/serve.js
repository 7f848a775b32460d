import { createServer } from 'node:http';
import sirv from 'sirv';

/** Serves a folder on loopback, and resolves to its address. */
export async function serveFolder(folder, port) {
  const files = sirv(folder, { dev: true });
  const server = createServer((request, response) => files(request, response, () => response.writeHead(404).end()));
  await new Promise((listening, failed) => server.once('error', failed).listen(port, '127.0.0.1', listening));
  return `http://127.0.0.1:${server.address().port}/`;
}
