import { Progress } from './progress.js';

export interface LoadingProps {
  readonly loading?: { readonly loaded: number; readonly total?: number };
}

/** The runtime and a model on their way. */
export function Loading({ loading }: LoadingProps) {
  return <Progress label="Loading the runtime, once" value={loading?.total ? loading.loaded / loading.total : undefined} detail={loading && `${(loading.loaded / 1e6).toFixed(1)} MB`} />;
}
