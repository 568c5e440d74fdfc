// A viewer's process for the presence case. Settings on its input: ViewerSettings as JSON. Prints a line when it is logged
// in and settled, and one with ViewerFigures when all presences arrived and all questions are answered.
import { json } from "node:stream/consumers";
import { statusScheme } from "@status-scheme/client-plugin";
import { fixStreamManagement, guardSocket } from "@status-scheme/guards";
import { element, encodeCheckRequest, NS, NS_ROSTER, parseStamp, stanza, type Element } from "@status-scheme/protocol";
import { client } from "@xmpp/client";

export interface ViewerSettings {
  readonly service: string;
  readonly domain: string;
  readonly componentDomain: string;
  readonly username: string;
  readonly password: string;
  /** The plugin is there; else it is @xmpp/client alone. */
  readonly plugin: boolean;
  /** Presences to wait for. */
  readonly presences: number;
  /** Without the plugin: how many of the presences whose status is `ask` are followed by a `check` of their sender. */
  readonly ask: number;
}
export interface ViewerFigures {
  readonly asked: number;
}

const settings = (await json(process.stdin)) as ViewerSettings;
const { service, domain, componentDomain, username, password } = settings;
const xmpp = client({ service, domain, credentials: (authenticate) => authenticate({ username, password }, "PLAIN") });
xmpp.on("error", (error: Error) => console.error(error.message));
fixStreamManagement(xmpp);
guardSocket(xmpp);
const schemes = settings.plugin ? statusScheme(xmpp) : undefined;
const settled = schemes && new Promise<void>((resolve) => void schemes.once("settled", resolve));
await xmpp.start();
if (!schemes) await ask(stanza("iq", { type: "get" }, element(NS_ROSTER, "query")));
await xmpp.send(stanza("presence", {}));
await settled;
// The server works off a stream's stanzas in order: whatever the login brings is here before the answer.
await ask(stanza("iq", { type: "get" }, element("urn:xmpp:ping", "ping")));

let presences = 0;
let begun = 0;
let asked = 0;
let isDone = false;
/** Presences whose senders are to be asked about: as many at once as the plugin asks. */
const toAsk: Element[] = [];
const CONCURRENCY = 4;
let asking = 0;
const unanswered = new Set<string>();
const isQuestion = (iq: Element) => iq.getChild("check", NS) !== undefined || iq.getChild("fetch", NS) !== undefined;
xmpp.on("send", (sent: Element) => {
  if (sent.name !== "iq" || !isQuestion(sent)) return;
  asked += 1;
  unanswered.add(sent.attrs.id!);
});
xmpp.on("element", (got: Element) => {
  if (got.name === "iq") unanswered.delete(got.attrs.id!);
  else if (got.name === "presence") {
    presences += 1;
    if (begun < settings.ask && got.getChildText("status") === "ask") {
      begun += 1;
      toAsk.push(got);
      void askNext();
    }
  }
  // What a presence leads to is asked within the turn, or when another question is answered.
  if (presences >= settings.presences) setTimeout(finish, 200);
});
process.on("SIGTERM", () => process.exit(0));
console.log("ready");

function ask(iq: Element): Promise<Element> {
  return xmpp.iqCaller.request(iq, 60_000);
}
function check(presence: Element): Promise<Element> {
  const owner = presence.attrs.from!.split("/")[0]!;
  const stamp = parseStamp(presence.getChild("showing", NS)!.attrs.stamp!);
  return ask(stanza("iq", { type: "get", to: componentDomain }, encodeCheckRequest({ owner, stamp })));
}
async function askNext(): Promise<void> {
  if (asking >= CONCURRENCY) return;
  asking += 1;
  for (let presence = toAsk.shift(); presence; presence = toAsk.shift()) await check(presence);
  asking -= 1;
}
function finish(): void {
  if (unanswered.size + toAsk.length > 0 || isDone) return;
  isDone = true;
  console.log(JSON.stringify({ asked } satisfies ViewerFigures));
}
