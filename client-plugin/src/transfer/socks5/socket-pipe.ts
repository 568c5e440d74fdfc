// A connection as the way of a content's bytes: the writer ends it after the last of them, the reader when it has counted
// them (draft, section 8.9).
import { TransferError } from "../errors.ts";
import type { Socket } from "../net/net.ts";
import type { Pipe } from "../pipe.ts";

const BLOCK_SIZE = 65_536;

export function socketPipe(socket: Socket): Pipe {
  return {
    blockSize: BLOCK_SIZE,
    async write(bytes) {
      try {
        await socket.write(bytes);
      } catch (cause) {
        throw new TransferError({ condition: "general-error" }, "nobody", { cause });
      }
    },
    end: async () => socket.end(),
    read({ bytes, end }) {
      socket.onEnd(end);
      socket.onData(bytes);
    },
    release: () => socket.destroy(),
  };
}
