import { scaleLinear, type ScaleLinear } from 'd3-scale';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

/** From values to pixels of the drawing; `invert` leads back. */
export interface Scales {
  readonly x: ScaleLinear<number, number>;
  readonly y: ScaleLinear<number, number>;
}

export interface PlotProps {
  /** What the chart shows, for screen readers. */
  readonly label: string;
  readonly x: readonly [low: number, high: number];
  readonly y: readonly [low: number, high: number];
  /** Height over width. Default 0.66; 1 for maps. */
  readonly ratio?: number;
  /** Where the background was clicked or tapped, in values. */
  readonly onPick?: (x: number, y: number) => void;
  /** What is drawn, given the scales; cut off at the axes. */
  readonly children: (scales: Scales) => ComponentChildren;
}

const margin = { left: 34, right: 14, top: 8, bottom: 22 };

/** A chart with axes that is as wide as the place it stands in. Its content are `Line`s, `Handle`s and any SVG. */
export function Plot({ label, x: xRange, y: yRange, ratio = 0.66, onPick, children }: PlotProps) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(320);
  const clip = useId();
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([{ contentRect }]) => setWidth(Math.max(200, Math.round(contentRect.width))));
    observer.observe(place.current!);
    return () => observer.disconnect();
  }, []);

  const height = Math.round(width * ratio);
  const x = scaleLinear(xRange, [margin.left, width - margin.right]);
  const y = scaleLinear(yRange, [height - margin.bottom, margin.top]);
  const [left, right, top, bottom] = [margin.left, width - margin.right, margin.top, height - margin.bottom];
  const pick = (event: MouseEvent & { readonly currentTarget: SVGElement }) => {
    const box = event.currentTarget.ownerSVGElement!.getBoundingClientRect();
    onPick?.(x.invert(event.clientX - box.left), y.invert(event.clientY - box.top));
  };
  return (
    <div ref={place}>
      <svg class="plot" role="group" aria-label={label} width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        <clipPath id={clip}>
          <rect x={left} y={top} width={right - left} height={bottom - top} />
        </clipPath>
        <g aria-hidden="true">
          {x.ticks(width / 70).map((tick) => (
            <g key={tick}>
              <line class={tick === 0 ? 'zero' : 'axis'} x1={x(tick)} x2={x(tick)} y1={top} y2={bottom} />
              <text class="tick" x={x(tick)} y={bottom + 16} text-anchor="middle">
                {x.tickFormat(width / 70)(tick)}
              </text>
            </g>
          ))}
          {y.ticks(height / 50).map((tick) => (
            <g key={tick}>
              <line class={tick === 0 ? 'zero' : 'axis'} x1={left} x2={right} y1={y(tick)} y2={y(tick)} />
              <text class="tick" x={left - 6} y={y(tick) + 4} text-anchor="end">
                {y.tickFormat(height / 50)(tick)}
              </text>
            </g>
          ))}
        </g>
        <rect x={left} y={top} width={right - left} height={bottom - top} fill="transparent" onClick={onPick && pick} />
        <g clip-path={`url(#${clip})`}>{children({ x, y })}</g>
      </svg>
    </div>
  );
}
