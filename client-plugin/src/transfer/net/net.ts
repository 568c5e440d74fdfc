// What SOCKS5 bytestreams need of the world: TCP. A port, because browsers have none of it.

export interface Net {
  /** @throws Error where nothing answers there, or `signal` aborts */
  readonly connect: (host: string, port: number, options: ConnectOptions) => Promise<Socket>;
  /** Listens on a free port of all addresses. */
  readonly listen: (onSocket: (socket: Socket) => void) => Promise<Listener>;
  /** Own IP addresses, as far as they can be known: the outward ones, or those of loopback. */
  readonly addresses: (which: "outward" | "loopback") => readonly string[];
}
export interface ConnectOptions {
  readonly signal: AbortSignal;
  /** Whether `host` may be a name, which is looked up then. */
  readonly mayLookUp: boolean;
  /** Asked of the IP address that is going to be connected to, also where `host` is a name. */
  readonly mayConnect: (address: string) => boolean;
}
export interface Listener {
  readonly port: number;
  readonly close: () => void;
}

/** A connection. What comes before `onData` is called waits. */
export interface Socket {
  /** Resolves when there is room for more. @throws Error where the connection is lost */
  readonly write: (bytes: Uint8Array) => Promise<void>;
  /** Nothing more will be written. */
  readonly end: () => void;
  readonly destroy: () => void;
  /** Sets the listener of bytes, in place of another; without one, what comes waits. */
  readonly onData: (listener: ((bytes: Uint8Array) => void) | undefined) => void;
  /** Sets the listener of the end, of whatever kind; called at once where it has ended. */
  readonly onEnd: (listener: () => void) => void;
}
