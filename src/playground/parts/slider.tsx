export interface SliderProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** Default 1. */
  readonly step?: number;
  /** How the value reads beside the label and to screen readers. Default: as it is. */
  readonly format?: (value: number) => string;
  readonly disabled?: boolean;
  readonly onInput: (value: number) => void;
}

/** A range input with its label and its value in words. */
export function Slider({ label, value, min, max, step = 1, format = String, disabled, onInput }: SliderProps) {
  return (
    <label class="slider">
      <span>
        {label} <output>{format(value)}</output>
      </span>
      <input type="range" aria-label={label} aria-valuetext={format(value)} min={min} max={max} step={step} value={value} disabled={disabled} onInput={({ currentTarget }) => onInput(Number(currentTarget.value))} />
    </label>
  );
}
