// Runs in the browser: what a contact sees, as whoever the session of this page is.
import { defineStatusLook, showLooks } from "@status-scheme/element";
import { statusScheme } from "@status-scheme/client-plugin";
import { client, jid, xml } from "@xmpp/client";
import type { Session } from "../src/page/config.ts";

const { searchParams } = new URL(location.href);
const response = await fetch(`/session/${searchParams.get("as")!}`);
const { jid: account, password, websocket: service } = (await response.json()) as Session;
const { local, domain } = jid(account);
const xmpp = client({ service, domain, username: local, password });
showLooks(statusScheme(xmpp));
defineStatusLook();
const look = document.createElement("status-look");
look.contact = searchParams.get("contact")!;
look.size = 96;
document.body.append(look);
xmpp.on("online", () => void xmpp.send(xml("presence")));
await xmpp.start();
