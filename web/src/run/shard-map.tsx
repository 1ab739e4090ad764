/**
 * Responsible for shards as a map of squares on one canvas, which stays smooth with ten thousand. The API tells how many are done, not which:
 * they fill from the first.
 */
import { useEffect, useRef } from 'react';
import { gridOf } from './shard-grid.js';
import styles from './shard-map.module.css';

interface ShardMapProps {
  readonly done: number;
  readonly total: number;
}

export function ShardMap({ done, total }: ShardMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const draw = () => drawShards(element, done, total);
    draw();
    const observer = new ResizeObserver(draw);
    if (element.parentElement !== null) observer.observe(element.parentElement);
    addEventListener('themechange', draw);
    return () => {
      observer.disconnect();
      removeEventListener('themechange', draw);
    };
  }, [done, total]);
  return (
    <div className={styles.map}>
      <canvas ref={canvas} role="img" aria-label={`${done} of ${total} shards are done`} />
    </div>
  );
}

function drawShards(canvas: HTMLCanvasElement, done: number, total: number): void {
  const width = canvas.parentElement?.clientWidth ?? 0;
  const context = canvas.getContext('2d');
  if (context === null || width === 0) return;
  const { columns, rows, cell, gap } = gridOf(total, width);
  const scale = devicePixelRatio;
  const height = rows * cell;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  context.scale(scale, scale);
  const colours = getComputedStyle(canvas);
  const fills = [colours.getPropertyValue('--running'), colours.getPropertyValue('--line')] as const;
  // Those that are alike are one path: two fills, however many there are.
  for (const [part, fill] of fills.entries()) {
    context.beginPath();
    const [from, to] = part === 0 ? [0, done] : [done, total];
    for (let shard = from; shard < to; shard += 1) {
      const x = (shard % columns) * cell;
      context.rect(x, Math.floor(shard / columns) * cell, cell - gap, cell - gap);
    }
    context.fillStyle = fill;
    context.fill();
  }
}
