// What frames are drawn on (W3C PNG, 11.3.6.2): RGBA of 8 bits, alpha not multiplied in.

export interface Drawing {
  readonly pixels: Uint8Array;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** What becomes of its place before the next: 0 it stays, 1 cleared, 2 as it was before. */
  readonly dispose: number;
  /** 0 instead of what is there, 1 over it. */
  readonly blend: number;
}

export interface Canvas {
  /** Draws a frame that is within the canvas; the whole as it then shows, good until the next is drawn. */
  draw(drawing: Drawing): Buffer;
}

export function createCanvas(width: number, height: number): Canvas {
  const canvas = Buffer.alloc(width * height * 4);
  let clean: () => void = () => undefined;

  const rowsOf = function* (drawing: Drawing) {
    const bytes = drawing.width * 4;
    for (let row = 0; row < drawing.height; row++) {
      const at = ((drawing.y + row) * width + drawing.x) * 4;
      yield { row: canvas.subarray(at, at + bytes), source: drawing.pixels.subarray(row * bytes, (row + 1) * bytes) };
    }
  };

  return {
    draw: (drawing) => {
      clean();
      if (drawing.dispose === 2) {
        const before = Buffer.from(canvas);
        clean = () => void before.copy(canvas);
      } else if (drawing.dispose === 1) {
        clean = () => {
          for (const { row } of rowsOf(drawing)) row.fill(0);
        };
      } else {
        clean = () => undefined;
      }
      for (const { row, source } of rowsOf(drawing)) {
        if (drawing.blend === 0) row.set(source);
        else blendOver(row, source);
      }
      return canvas;
    },
  };
}

/** Porter and Duff's "over", where both are not multiplied with their alpha. */
function blendOver(below: Uint8Array, above: Uint8Array): void {
  for (let at = 0; at < above.length; at += 4) {
    const alpha = above[at + 3]!;
    if (alpha === 0) continue;
    const rest = (below[at + 3]! * (255 - alpha)) / 255;
    const total = alpha + rest;
    for (let channel = at; channel < at + 3; channel++) {
      below[channel] = Math.round((above[channel]! * alpha + below[channel]! * rest) / total);
    }
    below[at + 3] = Math.round(total);
  }
}
