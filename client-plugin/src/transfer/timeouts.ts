// How long each step of a session may take: the table of the draft, section 8.13, in milliseconds.

export const TIMEOUTS = {
  /** The answer to an IQ of the session. */
  answer: 20_000,
  /** `session-accept`, after the acknowledgment. */
  sessionAccept: 60_000,
  /** `content-accept` or `content-reject`. */
  contentAccept: 60_000,
  /** A connection to one candidate, SOCKS5 and all. */
  candidate: 5_000,
  /** All attempts to connect for one content. */
  candidates: 20_000,
  /** The other's verdict on the candidates, after the own. */
  verdict: 30_000,
  /** The proxy's answer to the activation. */
  activation: 10_000,
  /** `activated` or `proxy-error`, after the nomination. */
  activated: 30_000,
  /** `transport-replace`, after SOCKS5 failed. */
  replacement: 30_000,
  /** `transport-accept` or `transport-reject`. */
  replacementAnswer: 30_000,
  /** `open`. */
  open: 30_000,
  /** The next byte, block or acknowledgment. */
  progress: 30_000,
  /** `checksum`, after the last byte. */
  checksum: 10_000,
  /** `received`, `content-add` or `session-terminate`, with nothing under way. */
  idle: 60_000,
} as const satisfies Record<string, number>;
export type Wait = keyof typeof TIMEOUTS;
export type Timeouts = Readonly<Record<Wait, number>>;
