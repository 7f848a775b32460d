export interface ProgressProps {
  readonly label: string;
  /** From 0 to 1; absent where nobody knows. */
  readonly value?: number;
  /** Beside the label: what is there so far. */
  readonly detail?: string;
}

/** How far something is, as a bar and in words. */
export function Progress({ label, value, detail }: ProgressProps) {
  return (
    <div class="progress">
      <span>
        {label} {detail && <span class="small">{detail}</span>}
      </span>
      <progress aria-label={label} max={1} value={value} />
    </div>
  );
}
