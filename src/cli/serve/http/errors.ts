import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../refusal.js';

/** Answers a request that failed: a sentence, never a stack trace. */
export function answerError(error: FastifyError | Refusal | Error, request: FastifyRequest, reply: FastifyReply, mostBytes: number): FastifyReply {
  if (error instanceof Refusal) {
    if (error.retryAfter !== undefined) void reply.header('retry-after', Math.max(1, Math.ceil(error.retryAfter)));
    return reply.code(error.status).send({ error: error.message });
  }
  const { statusCode = 500, code } = error as FastifyError;
  // Closed while the body still comes, a connection is reset, and most clients never see the answer. What comes is thrown away, for as long as a request may take.
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') void reply.removeHeader('connection');
  if (statusCode < 500) return reply.code(statusCode).send({ error: sentenceOf(code, error.message, mostBytes) });
  request.log.error({ err: error }, 'failed');
  return reply.code(500).send({ error: `Something went wrong in the server. Its log says more about request ${request.id}.` });
}

function sentenceOf(code: string, message: string, mostBytes: number): string {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return `The body is larger than ${mostBytes} bytes (--max-body): send less at once.`;
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return 'The body must be JSON: send it with the header content-type: application/json.';
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return 'The body is empty: send a JSON object.';
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
      return 'The body is no JSON: check that it is whole and that its quotes and brackets are closed.';
    default:
      return `${message.replace(/\.$/, '')}.`;
  }
}

/** Answers what is no HTTP, or takes too long to come, and closes the connection. */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) return void socket.destroy();
  const [status, sentence] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? ['408 Request Timeout', 'The request took too long to come: the connection is closed.']
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? ['431 Request Header Fields Too Large', 'The headers are too large.']
        : ['400 Bad Request', 'This is no HTTP request.'];
  const body = JSON.stringify({ error: sentence });
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`, () => socket.destroy());
}
