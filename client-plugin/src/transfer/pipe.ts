// The way of a content's bytes, whatever the transport: in band or over a socket.

export interface Pipe {
  /** Bytes to write at a time. */
  readonly blockSize: number;
  /**
   * Hands bytes over at once, to be called when the one before has resolved; resolves when there is room for more.
   * @throws TransferError where the way broke
   */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Writer: that was all; resolves when it is through. Reader: it has all. @throws TransferError */
  readonly end: () => Promise<void>;
  /** What comes, from the first byte, and that nothing more will come. */
  readonly read: (listener: PipeListener) => void;
  /** Breaks it off where it has not ended; nothing of it is left. */
  readonly release: () => void;
}
export interface PipeListener {
  readonly bytes: (bytes: Uint8Array) => void;
  readonly end: () => void;
}

/**
 * Writes everything. `onMoved` is called when the last byte has been handed over, before the other party can have it.
 * @throws TransferError
 */
export async function writeAll(
  pipe: Pipe,
  bytes: Uint8Array,
  on: { readonly progress: () => void; readonly moved: () => void },
): Promise<void> {
  for (let at = 0; at < bytes.length; at += pipe.blockSize) {
    const room = pipe.write(bytes.subarray(at, at + pipe.blockSize));
    if (at + pipe.blockSize >= bytes.length) break;
    await room;
    on.progress();
  }
  on.moved();
  await pipe.end();
}
