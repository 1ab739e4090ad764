/** Responsible for shards as a map of squares on one canvas, which stays smooth with ten thousand. */
import { useEffect, useRef } from 'react';
import { gridOf } from './shard-grid.js';
import styles from './shard-map.module.css';

interface ShardMapProps {
  /** Whether each is done, in order. */
  readonly done: readonly boolean[];
  /** False where only their number is known: they fill from the first. */
  readonly isTold: boolean;
}

export function ShardMap({ done, isTold }: ShardMapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const around = element.parentElement;
    let drawnWidth: number | undefined;
    const draw = () => {
      drawnWidth = around?.clientWidth;
      drawShards(element, done);
    };
    draw();
    // It is told of the first size, too.
    const observer = new ResizeObserver(() => {
      if (around?.clientWidth !== drawnWidth) draw();
    });
    if (around !== null) observer.observe(around);
    addEventListener('themechange', draw);
    return () => {
      observer.disconnect();
      removeEventListener('themechange', draw);
    };
  }, [done]);
  return (
    <div className={styles.map}>
      <canvas
        ref={canvas}
        role="img"
        aria-label={`${done.filter(Boolean).length} of ${done.length} shards are done${isTold ? '' : '; which ones is not told'}`}
      />
    </div>
  );
}

function drawShards(canvas: HTMLCanvasElement, done: readonly boolean[]): void {
  const width = canvas.parentElement?.clientWidth ?? 0;
  const context = canvas.getContext('2d');
  if (context === null || width === 0) return;
  const { columns, rows, cell, gap } = gridOf(done.length, width);
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
    const isWanted = part === 0;
    for (const [shard, isDone] of done.entries()) {
      if (isDone !== isWanted) continue;
      const x = (shard % columns) * cell;
      context.rect(x, Math.floor(shard / columns) * cell, cell - gap, cell - gap);
    }
    context.fillStyle = fill;
    context.fill();
  }
}
