export interface Bar {
  readonly name: string;
  /** From 0 to 1. */
  readonly value: number;
}

/** Probabilities (or other shares) as bars with their percentages; the largest stands out. */
export function Bars({ label, bars }: { readonly label: string; readonly bars: readonly Bar[] }) {
  const largest = Math.max(...bars.map(({ value }) => value));
  return (
    <ul class="bars" aria-label={label}>
      {bars.map(({ name, value }, i) => (
        <li key={i} class={value === largest ? 'strong' : ''}>
          <span>{name}</span>
          <span class="track" aria-hidden="true">
            <span style={{ width: `${100 * Math.min(1, Math.max(0, value))}%` }} />
          </span>
          <span class="share">{Number.isFinite(value) ? `${(100 * value).toFixed(value < 0.1 ? 1 : 0)}%` : 'no number'}</span>
        </li>
      ))}
    </ul>
  );
}
