import { once } from 'node:events';
import { createServer } from 'node:net';

/** Resolves where an address can be listened on now. @throws Error with the system's code where it cannot. */
export async function requireFree(host: string, port: number): Promise<void> {
  const probe = createServer();
  probe.listen({ host, port });
  await once(probe, 'listening');
  probe.close();
  await once(probe, 'close');
}
