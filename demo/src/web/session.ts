// What a page of the demo needs to log in.
export interface Session {
  /** Bare JID. */
  readonly jid: string;
  readonly password: string;
  /** `ws://…` */
  readonly websocket: string;
}
