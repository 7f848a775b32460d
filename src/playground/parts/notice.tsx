import type { ComponentChildren } from 'preact';

export interface NoticeProps {
  readonly children: ComponentChildren;
  /** 'error': read out at once, and coloured. Default 'info'. */
  readonly kind?: 'info' | 'error';
  /** Shows a button that closes it. */
  readonly onClose?: () => void;
}

/** A sentence to the visitor: what went wrong, and what to do. */
export function Notice({ children, kind = 'info', onClose }: NoticeProps) {
  return (
    <div class={`notice ${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <span>{children}</span>
      {onClose && (
        <button type="button" onClick={onClose}>
          Close
        </button>
      )}
    </div>
  );
}
