/** A request that cannot be answered, and why: its message is what the client reads. */
export class Refusal extends Error {
  override name = 'Refusal';

  constructor(
    /** Of HTTP. */
    readonly status: 400 | 404 | 409 | 413 | 415 | 429 | 503 | 507,
    message: string,
    /** After how many seconds it may be tried again. */
    readonly retryAfter?: number,
  ) {
    super(message);
  }
}

/** What was sent makes no sense: the sentence names the field. */
export function malformed(message: string): Refusal {
  return new Refusal(400, message);
}
