import type { ComponentChildren } from 'preact';
import { Pad } from '../parts/pad.js';
import type { Drawing } from '../parts/strokes.js';
import { mostDrawings, type Invented } from './symbols.js';

export interface SymbolCardProps {
  readonly symbol: Invented;
  readonly onChange: (symbol: Invented) => void;
  /** Absent where it is one of the last two. */
  readonly onRemove?: () => void;
  /** What else stands for it. */
  readonly children?: ComponentChildren;
}

/** A symbol: its name, and a pad for each drawing. */
export function SymbolCard({ symbol, onChange, onRemove, children }: SymbolCardProps) {
  const { name, drawings } = symbol;
  const last = drawings.length - 1;
  const change = (at: number, drawing: Drawing) => onChange({ ...symbol, drawings: drawings.with(at, drawing) });
  return (
    <section class="card symbol" aria-label={name}>
      <input type="text" aria-label="Name of the symbol" value={name} maxLength={20} onInput={({ currentTarget }) => onChange({ ...symbol, name: currentTarget.value })} />
      <div class="pads">
        {drawings.map((drawing, at) => (
          <Pad key={at} label={`${name}, drawing ${at + 1}`} drawing={drawing} onDraw={(next) => change(at, next)} />
        ))}
      </div>
      {children}
      <div class="tools">
        <button type="button" aria-label={`Undo in ${name}`} disabled={drawings[last].length === 0 && last === 0} onClick={() => (drawings[last].length === 0 ? onChange({ ...symbol, drawings: drawings.slice(0, -1) }) : change(last, drawings[last].slice(0, -1)))}>
          Undo
        </button>
        <button type="button" aria-label={`Clear ${name}`} disabled={last === 0 && drawings[0].length === 0} onClick={() => onChange({ ...symbol, drawings: [[]] })}>
          Clear
        </button>
        <button type="button" aria-label={`Another drawing of ${name}`} disabled={drawings.length >= mostDrawings || drawings[last].length === 0} onClick={() => onChange({ ...symbol, drawings: [...drawings, []] })}>
          + drawing
        </button>
        {onRemove && (
          <button type="button" class="quiet" aria-label={`Remove ${name}`} onClick={onRemove}>
            Remove
          </button>
        )}
      </div>
    </section>
  );
}
