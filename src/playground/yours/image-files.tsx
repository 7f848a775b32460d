import { useRef, useState } from 'preact/hooks';
import { Notice } from '../parts/notice.js';
import { readImage, type ImageExample, type ImageFormat } from './image-file.js';

export interface ImageFilesProps {
  /** What the images are of, for screen readers. */
  readonly of: string;
  readonly format: ImageFormat;
  readonly images: readonly ImageExample[];
  readonly onChange: (images: readonly ImageExample[]) => void;
  /** Whether there is one at most. */
  readonly single?: boolean;
}

/** Images from files, by a button or dropped here. */
export function ImageFiles({ of, format, images, onChange, single }: ImageFilesProps) {
  const [failure, setFailure] = useState<string>();
  const text = single ? 'An image file' : '+ image files';
  const input = useRef<HTMLInputElement>(null);
  const add = async (files: readonly File[]) => {
    setFailure(undefined);
    try {
      const added = await Promise.all(files.map((file) => readImage(file, format)));
      onChange(single ? added.slice(-1) : [...images, ...added]);
    } catch (error) {
      setFailure((error as Error).message);
    }
  };
  return (
    <div
      class="images"
      onDragOver={(event) => event.preventDefault()}
      onDrop={(event) => {
        event.preventDefault();
        void add(Array.from(event.dataTransfer?.files ?? []));
      }}
    >
      {images.map(({ name, preview }, at) => (
        <button key={at} type="button" class="image" aria-label={`Remove ${name}`} onClick={() => onChange(images.toSpliced(at, 1))}>
          <img src={preview} alt={name} width={56} height={56} />
        </button>
      ))}
      <button type="button" class="quiet" aria-label={`${text} of ${of}`} onClick={() => input.current!.click()}>
        {text}
      </button>
      <input
        ref={input}
        class="hidden"
        type="file"
        accept="image/*"
        multiple={!single}
        tabIndex={-1}
        aria-label={`Choose image files of ${of}`}
        onChange={({ currentTarget }) => {
          const files = Array.from(currentTarget.files ?? []);
          currentTarget.value = '';
          void add(files);
        }}
      />
      {failure && <Notice kind="error">{failure}</Notice>}
    </div>
  );
}
