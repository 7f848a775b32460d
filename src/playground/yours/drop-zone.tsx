import { useEffect, useRef, useState } from 'preact/hooks';
import { filesDropped } from './open-files.js';

export interface DropZoneProps {
  readonly onFiles: (files: readonly File[] | Promise<readonly File[]>) => void;
}

/** A place to drop files or a folder on, with buttons that choose the same. */
export function DropZone({ onFiles }: DropZoneProps) {
  const [over, setOver] = useState(false);
  const [files, folder] = [useRef<HTMLInputElement>(null), useRef<HTMLInputElement>(null)];
  useEffect(() => {
    // What falls beside is meant, too: the browser would leave the page to show it.
    const dropped = (event: DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      if (event.type === 'drop') onFiles(filesDropped(event.dataTransfer));
    };
    const kinds = ['dragover', 'drop'] as const;
    for (const kind of kinds) addEventListener(kind, dropped);
    return () => {
      for (const kind of kinds) removeEventListener(kind, dropped);
    };
  }, [onFiles]);
  const chosen = ({ currentTarget }: { readonly currentTarget: HTMLInputElement }) => {
    const given = Array.from(currentTarget.files ?? []);
    // So that the same may be chosen again.
    currentTarget.value = '';
    if (given.length > 0) onFiles(given);
  };
  return (
    <div
      class={`card drop${over ? ' over' : ''}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        if (event.dataTransfer) onFiles(filesDropped(event.dataTransfer));
      }}
    >
      <p>
        Drop a model here: the <code>.zip</code>, the folder or the files that <code>metalearn export RUN --out model.zip</code> wrote, or an adapted model that was downloaded here.
      </p>
      <div class="row">
        <button type="button" class="main" onClick={() => files.current!.click()}>
          Choose files
        </button>
        <button type="button" onClick={() => folder.current!.click()}>
          Choose a folder
        </button>
      </div>
      <input ref={files} class="hidden" type="file" multiple aria-label="Files of a model" tabIndex={-1} onChange={chosen} />
      <input ref={folder} class="hidden" type="file" aria-label="The folder of a model" tabIndex={-1} {...{ webkitdirectory: true }} onChange={chosen} />
    </div>
  );
}
