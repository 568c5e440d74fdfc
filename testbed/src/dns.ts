// A name server for the beds' domains alone: it tells an XMPP server where the others are (SRV, RFC 6120 section 3.2.1), so that
// federation is found as in the field and no question leaves the machine.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import dns from "dns-packet";

export interface NameServer {
  /** UDP, on 127.0.0.1. */
  readonly port: number;
  readonly stop: () => Promise<void>;
}

const SERVICE = "_xmpp-server._tcp.";
const NXDOMAIN = 3;

/** Starts it. Ports of domains, which hold for every name below them as well; everything else does not exist. */
export async function startNameServer(ports: Readonly<Record<string, number>>): Promise<NameServer> {
  const answer = ({ type, name }: dns.Question): dns.ServiceRecord[] => {
    if (type !== "SRV" || !name.startsWith(SERVICE)) return [];
    const host = name.slice(SERVICE.length);
    const domain = Object.keys(ports).find((known) => host === known || host.endsWith(`.${known}`));
    if (domain === undefined) return [];
    return [
      { type: "SRV", name, ttl: 60, data: { port: ports[domain]!, target: "localhost", priority: 0, weight: 0 } },
    ];
  };
  const socket = createSocket("udp4", (message, { port, address }) => {
    const { id, questions, flags: asked } = dns.decode(message);
    const answers = questions.flatMap(answer);
    // Erlang takes an answer only as an answer to its own flags (RFC 1035 section 4.1.1).
    const flags = (asked & dns.RECURSION_DESIRED) | dns.RECURSION_AVAILABLE | dns.AUTHORITATIVE_ANSWER;
    socket.send(
      dns.encode({ type: "response", id, flags: answers.length > 0 ? flags : flags | NXDOMAIN, questions, answers }),
      port,
      address,
    );
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    port: socket.address().port,
    stop: async () => {
      socket.close();
      await once(socket, "close");
    },
  };
}
