import { useEffect, useState } from 'preact/hooks';

/** Steps since the start of what is shown, at so many a second; Infinity, all at once, where motion is not wanted. It starts anew whenever `of` changes. */
export function useTime(of: unknown, perSecond: number, most: number): number {
  const [state, setState] = useState({ of, time: 0 });
  useEffect(() => {
    const setTime = (time: number) => setState({ of, time });
    if (matchMedia('(prefers-reduced-motion: reduce)').matches) return setTime(Infinity);
    const start = performance.now();
    let frame = 0;
    const tick = (now: number) => {
      // A frame may be stamped with a time before the start.
      const steps = (Math.max(0, now - start) / 1000) * perSecond;
      setTime(steps);
      if (steps < most) frame = requestAnimationFrame(tick);
    };
    frame = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(frame);
  }, [of, perSecond, most]);
  // The time of what was shown before says nothing of this.
  return state.of === of ? state.time : 0;
}
