/** Every combination of the values of some settings. */
export function grid<V extends Readonly<Record<string, readonly (number | boolean)[]>>>(values: V): { readonly [K in keyof V]: V[K][number] extends boolean ? boolean : number }[] {
  const combined = Object.entries(values).reduce<Record<string, number | boolean>[]>((settings, [name, each]) => settings.flatMap((one) => each.map((value) => ({ ...one, [name]: value }))), [{}]);
  return combined as ReturnType<typeof grid<V>>;
}
