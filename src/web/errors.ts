/** Thrown where a model cannot be loaded or asked: a sentence that a page may show to its visitor. */
export class WebModelError extends Error {
  override name = 'WebModelError';
}
