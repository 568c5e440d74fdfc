// A man in the middle who breaks a service: to the server he is the component, to the component he is the server, and what
// passes between the two is his to change. The same for the component's HTTP.
import type { Element } from "@status-scheme/protocol";
import { once } from "node:events";
import { createServer as createHttp, request, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import { type ComponentLink, openComponent, readStream } from "../../src/wire/component-link.ts";

/** What is changed: each returns what passes on, in the place of what came. */
export interface Mutant {
  /** A stanza on its way to the component. `back`: what is answered in its place, or besides. */
  readonly in?: (stanza: Element, back: (stanza: Element) => void) => Element | undefined;
  /** A stanza of the component's. */
  readonly out?: (stanza: Element, more: (stanza: Element) => void) => Element | undefined;
  /** The head of an HTTP answer. */
  readonly http?: (head: HttpHead, asked: IncomingMessage) => HttpHead;
  /** Replaces the whole answer to a request, whose body is dropped. */
  readonly serve?: (asked: IncomingMessage) => HttpHead | undefined;
}
export interface HttpHead {
  readonly status: number;
  readonly headers: Record<string, string | string[] | undefined>;
}
export interface Proxy {
  /** Where the component connects to. */
  readonly service: string;
  /** Base URL of what the component serves. */
  readonly url: string;
  /** Opens the way to the server, and says where the component's own HTTP listens. */
  readonly open: (server: { jid: string; server: string; secret: string }, http: string) => Promise<void>;
  readonly become: (mutant: Mutant) => void;
  readonly stop: () => Promise<void>;
}

export async function startProxy(): Promise<Proxy> {
  let mutant: Mutant = {};
  let link: ComponentLink | undefined;
  let component: Socket | undefined;
  let target = "";
  const toComponent = (stanza: Element) => void component?.write(String(stanza));
  const toServer = (stanza: Element) => link?.send(stanza);

  const server = createServer((socket) => {
    component = socket.setNoDelay();
    socket.on("error", () => socket.destroy());
    readStream(socket, {
      header: () =>
        void socket.write(
          "<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' id='1'>",
        ),
      stanza: (stanza) => {
        if (stanza.name === "handshake") return void socket.write("<handshake/>");
        const passing = mutant.out ? mutant.out(stanza, toServer) : stanza;
        if (passing) toServer(passing);
      },
      end: () => undefined,
    });
  });
  const http = createHttp((asked, answer) => void relay(asked, answer, target, () => mutant));
  await Promise.all([server, http].map((one: Server) => once(one.listen(0, "127.0.0.1"), "listening")));
  const port = (of: Server) => (of.address() as AddressInfo).port;
  return {
    service: `xmpp://127.0.0.1:${port(server)}`,
    url: `http://127.0.0.1:${port(http)}`,
    open: async (address, url) => {
      target = url;
      link = await openComponent(address, (stanza) => {
        const passing = mutant.in ? mutant.in(stanza, toServer) : stanza;
        if (passing) toComponent(passing);
      });
    },
    become: (next) => (mutant = next),
    stop: async () => {
      link?.close();
      component?.destroy();
      http.closeAllConnections();
      await Promise.all([server, http].map((one) => new Promise((resolve) => one.close(resolve))));
    },
  };
}

function relay(asked: IncomingMessage, answer: ServerResponse, target: string, mutant: () => Mutant): void {
  const served = mutant().serve?.(asked);
  if (served) {
    asked.resume().once("end", () => answer.writeHead(served.status, served.headers).end());
    return;
  }
  const onward = request(`${target}${asked.url}`, { method: asked.method, headers: asked.headers }, (found) => {
    const head = { status: found.statusCode!, headers: { ...found.headers } };
    const { status, headers } = mutant().http?.(head, asked) ?? head;
    answer.writeHead(status, headers);
    found.pipe(answer);
  });
  onward.on("error", () => answer.destroy());
  asked.pipe(onward);
}
