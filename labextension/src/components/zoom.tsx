/** Zoom, pan and fit of a picture in a frame that scrolls. */

import React from 'react';

const SMALLEST = 0.2;
const LARGEST = 3;
const READABLE = 0.75;

interface IView {
  readonly frame: React.RefObject<HTMLDivElement>;
  readonly scale: number;
  readonly zoom: (factor: number) => void;
  readonly fit: () => void;
  readonly handlers: React.HTMLAttributes<HTMLDivElement>;
}

/**
 * The picture fits as long as it can be read, until the user zooms; from then on the view moves
 * only when they move it.
 */
export function usePanAndZoom(width: number, height: number): IView {
  const frame = React.useRef<HTMLDivElement>(null);
  const [chosen, choose] = React.useState<number | null>(null);
  const [fitted, setFitted] = React.useState(1);
  React.useEffect(() => {
    const host = frame.current;
    if (!host) {
      return;
    }
    const measure = (): void => setFitted(fittingScale(host, width, height));
    const observer = new ResizeObserver(measure);
    observer.observe(host);
    measure();
    return () => observer.disconnect();
  }, [width, height]);
  const scale = chosen ?? Math.max(fitted, READABLE);
  const zoom = (factor: number): void => choose(clamp(scale * factor));
  return { frame, scale, zoom, fit: () => choose(fitted), handlers: { ...panning(frame), onKeyDown } };

  function onKeyDown(event: React.KeyboardEvent): void {
    const keys: { readonly [key: string]: () => void } = {
      '+': () => zoom(1.25),
      '-': () => zoom(0.8),
      '0': () => choose(fitted)
    };
    const act = keys[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  }
}

function fittingScale(host: HTMLElement, width: number, height: number): number {
  if (!width || !height || !host.clientWidth) {
    return 1;
  }
  return clamp(Math.min(host.clientWidth / width, Math.max(host.clientHeight, 120) / height, 1));
}

function clamp(scale: number): number {
  return Math.min(LARGEST, Math.max(SMALLEST, scale));
}

/** Drag the picture with the pointer. */
function panning(frame: React.RefObject<HTMLDivElement>): React.HTMLAttributes<HTMLDivElement> {
  return {
    onPointerMove: event => {
      if (event.buttons === 1 && frame.current) {
        frame.current.scrollLeft -= event.movementX;
        frame.current.scrollTop -= event.movementY;
      }
    }
  };
}
