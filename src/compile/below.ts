/** What a primitive says of transformations that exists only below them, with what it is called in the error: nothing. */
export function belowTransformations(what: string) {
  const never = (): never => {
    throw new Error(`${what} only below the transformations.`);
  };
  return { infer: never, vjp: never, batch: never };
}
