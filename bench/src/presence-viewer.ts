// A viewer's process for the presence case. Settings on its input: ViewerSettings as JSON. Prints a line when it is logged in
// and settled, and one with ViewerFigures whenever a round of presences arrived and all its questions are answered.
import { json } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { statusScheme } from "@status-scheme/client-plugin";
import { fixStreamManagement } from "@status-scheme/guards";
import {
  decodeCheckResult,
  element,
  encodeCheckRequest,
  NS,
  NS_ROSTER,
  parseStamp,
  stanza,
  type Element,
} from "@status-scheme/protocol";
import { client } from "@xmpp/client";

export interface ViewerSettings {
  readonly service: string;
  readonly domain: string;
  readonly componentDomain: string;
  readonly username: string;
  readonly password: string;
  /** @xmpp/client alone; the same, sending a `check` for each presence whose status is `ask`; or with the plugin. */
  readonly mode: "alone" | "asking" | "plugin";
  /** Presences in a round. */
  readonly round: number;
}
export interface ViewerFigures {
  /** Questions, since the first round began. */
  readonly asked: number;
}

/** The plugin's own default. */
const CONCURRENCY = 4;

const { service, domain, componentDomain, username, password, mode, round } = (await json(
  process.stdin,
)) as ViewerSettings;
const xmpp = client({ service, domain, credentials: (authenticate) => authenticate({ username, password }, "PLAIN") });
xmpp.on("error", (error: Error) => console.error(error.message));
// Without it the server cuts the stream for a wrong count.
fixStreamManagement(xmpp);
const { send } = xmpp;
xmpp.send = (sent) => {
  if (sent.name === "iq" && (sent.getChild("check", NS) || sent.getChild("fetch", NS))) {
    asked += 1;
    unanswered.add(sent.attrs.id!);
  }
  return send.call(xmpp, sent);
};
/** Whoever logged in is settled: what comes counts. */
let isReady = false;
let presences = 0;
let asked = 0;
const unanswered = new Set<string>();
/** Presences whose senders are to be asked about. */
const toAsk: Element[] = [];
let asking = 0;
xmpp.on("element", (got: Element) => {
  if (got.name === "iq") unanswered.delete(got.attrs.id!);
  else if (got.name === "presence") {
    presences += 1;
    if (mode === "asking" && isReady && got.getChildText("status") === "ask") {
      toAsk.push(got);
      void askNext();
    }
  }
  // What these lead to is asked within the turn.
  if (isReady && presences >= round) setImmediate(finish);
});

const schemes = mode === "plugin" ? statusScheme(xmpp) : undefined;
const settled = schemes && new Promise<void>((resolve) => void schemes.once("settled", resolve));
await xmpp.start();
if (!schemes) await ask(stanza("iq", { type: "get" }, element(NS_ROSTER, "query")));
await xmpp.send(stanza("presence", {}));
await settled;
// The server works off a stream's stanzas in order: whatever the login brings is here before the answer.
await ask(stanza("iq", { type: "get" }, element("urn:xmpp:ping", "ping")));
while (unanswered.size > 0) await sleep(10);

presences = asked = 0;
isReady = true;
process.on("SIGTERM", () => process.exit(0));
console.log("ready");

function finish(): void {
  if (presences < round || unanswered.size + toAsk.length > 0) return;
  presences = 0;
  console.log(JSON.stringify({ asked } satisfies ViewerFigures));
}

function ask(iq: Element): Promise<Element> {
  return xmpp.iqCaller.request(iq, 60_000);
}
async function check(presence: Element): Promise<void> {
  const owner = presence.attrs.from!.split("/")[0]!;
  const stamp = parseStamp(presence.getChild("showing", NS)!.attrs.stamp!);
  const reply = await ask(stanza("iq", { type: "get", to: componentDomain }, encodeCheckRequest({ owner, stamp })));
  decodeCheckResult(reply.getChild("check", NS)!);
}
async function askNext(): Promise<void> {
  if (asking >= CONCURRENCY) return;
  asking += 1;
  for (let presence = toAsk.shift(); presence; presence = toAsk.shift()) await check(presence);
  asking -= 1;
}
