/** Lines as paths, and where the arrow keys lead from a box. */

import { IBox, IDrawing, Point } from './tokens';

/** A path through the points, upright at each of them. */
export function curve(points: readonly Point[]): string {
  let path = '';
  let x = 0;
  let y = 0;
  for (const [nextX, nextY] of points) {
    const middle = (y + nextY) / 2;
    path += path ? `C${x} ${middle} ${nextX} ${middle} ${nextX} ${nextY}` : `M${nextX} ${nextY}`;
    [x, y] = [nextX, nextY];
  }
  return path;
}

/** Where each arrow key leads: down and up along lines, left and right in the layer. */
export function steps(drawing: IDrawing, id: string): { readonly [key: string]: string | undefined } {
  const here = drawing.boxes.find(box => box.id === id);
  if (!here) {
    return {};
  }
  const layer = drawing.boxes.filter(box => box.y === here.y).sort((a, b) => a.x - b.x);
  const at = layer.indexOf(here);
  const below = drawing.lines.filter(line => line.source === id).map(line => line.target);
  const above = drawing.lines.filter(line => line.target === id).map(line => line.source);
  return {
    ArrowDown: nearest(drawing, here, below),
    ArrowUp: nearest(drawing, here, above),
    ArrowLeft: layer[at - 1]?.id,
    ArrowRight: layer[at + 1]?.id
  };
}

function nearest(drawing: IDrawing, here: IBox, ids: readonly string[]): string | undefined {
  const boxes = drawing.boxes.filter(box => ids.includes(box.id) && box !== here);
  return boxes.sort((a, b) => distance(a, here) - distance(b, here))[0]?.id;
}

function distance(one: IBox, other: IBox): number {
  const x = one.x + one.w / 2 - other.x - other.w / 2;
  return Math.abs(x) + Math.abs(one.y - other.y);
}
