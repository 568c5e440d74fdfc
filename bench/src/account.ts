// An account's @xmpp/client in a process of the bench's own.
import { client, type Client } from "@xmpp/client";

/** Who logs in, and where: what a process is told. */
export interface Account {
  readonly service: string;
  readonly domain: string;
  readonly username: string;
  readonly password: string;
  readonly resource?: string;
}

/** Not started. On loopback PLAIN is as good as SCRAM, which xmpp.js computes in plain JavaScript. */
export function clientOf({ username, password, ...where }: Account): Client {
  const xmpp = client({ ...where, credentials: (authenticate) => authenticate({ username, password }, "PLAIN") });
  xmpp.timeout = 10_000;
  xmpp.on("error", (error: Error) => console.error(error.message));
  return xmpp;
}
