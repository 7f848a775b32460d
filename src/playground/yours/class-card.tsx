import { SymbolCard } from '../draw/symbol-card.js';
import { empty, type Invented } from '../draw/symbols.js';
import type { ImageExample, ImageFormat } from './image-file.js';
import { ImageFiles } from './image-files.js';

/** A class of images: its drawings, and its images from files. */
export interface ImageClass extends Invented {
  readonly images: readonly ImageExample[];
}

export const emptyClass = (position: number): ImageClass => ({ ...empty(position), name: `Class ${position}`, images: [] });

export interface ClassCardProps {
  readonly own: ImageClass;
  readonly format: ImageFormat;
  readonly onChange: (own: ImageClass) => void;
  readonly onRemove?: () => void;
}

/** A class to give examples of: drawn where images are grey, or from files. */
export function ClassCard({ own, format, onChange, onRemove }: ClassCardProps) {
  const files = <ImageFiles of={own.name} format={format} images={own.images} onChange={(images) => onChange({ ...own, images })} />;
  if (format.channels === 1) {
    return (
      <SymbolCard symbol={own} onChange={(symbol) => onChange({ ...own, ...symbol })} onRemove={onRemove}>
        {files}
      </SymbolCard>
    );
  }
  return (
    <section class="card symbol" aria-label={own.name}>
      <input type="text" aria-label="Name of the class" value={own.name} maxLength={20} onInput={({ currentTarget }) => onChange({ ...own, name: currentTarget.value })} />
      {files}
      {onRemove && (
        <button type="button" class="quiet" aria-label={`Remove ${own.name}`} onClick={onRemove}>
          Remove
        </button>
      )}
    </section>
  );
}
