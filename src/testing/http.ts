/** What a server answered: its status, its headers and its JSON. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  // Tests say what they expect of it.
  readonly body: any;
}

/** Sends a request with a JSON body, or with text as it stands. */
export async function send(url: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<HttpAnswer> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(`${url}${path}`, { method, ...(body === undefined ? {} : { body: text, headers: { 'content-type': 'application/json', ...headers } }) });
  const said = await response.text();
  return { status: response.status, headers: response.headers, body: said.startsWith('{') ? JSON.parse(said) : said };
}

/** A POST. */
export function post(url: string, path: string, body: unknown, headers?: Record<string, string>): Promise<HttpAnswer> {
  return send(url, 'POST', path, body, headers);
}
