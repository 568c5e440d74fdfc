// A client that is StanzaJS's, with sessions of its session manager that carry files in band. Its own file transfer needs
// WebRTC, which none of us has in Node: what a session does with an action is written here after sections 8.4 to 8.12 of
// xep-draft.md; stanzas, streams, acknowledgments and the rules of sessions are StanzaJS's.
import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { createClient, Jingle } from "stanza";
import type { Agent, Stanzas } from "stanza";
import type { Testbed } from "@status-scheme/testbed";
import { NS_JINGLE_FILE, NS_JINGLE_IBB, NS_JINGLE_S5B } from "@status-scheme/protocol";

export interface StanzaJsClient {
  readonly jid: string;
  readonly agent: Agent;
  /** What came of the session, once it has ended. */
  readonly ended: Promise<{ readonly condition: string; readonly actions: readonly string[] }>;
  readonly stop: () => void;
}

const BLOCK_BYTES = 4_096;
type Answer = (error?: object) => void;
type Contents = readonly Stanzas.JingleContent[];
type IbbTransport = Stanzas.JingleTransport & { readonly sid: string; readonly blockSize: number };
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest();
const fileOf = ({ application }: Stanzas.JingleContent) =>
  (application as Stanzas.FileTransferDescription | undefined)?.file ?? {};

abstract class FileSession extends Jingle.Session {
  readonly actions: string[] = [];
  agent!: Agent;

  override process(...[action, changes, answer]: Parameters<Jingle.Session["process"]>): void {
    this.actions.push(action);
    super.process(action, changes, answer);
  }
  act(action: string, contents: readonly object[], more: object = {}): void {
    this.send(action as never, { ...more, contents } as never);
  }
  ask(ibb: object): Promise<unknown> {
    return this.agent.sendIQ({ to: this.peerID, type: "set", ibb } as never);
  }
  abstract onIbb(ibb: Stanzas.IBB): void;
}

/** Accepts what is asked for by hash, and sends it. SOCKS5 it cannot do, and says so. */
class OwnerSession extends FileSession {
  files: readonly Uint8Array[] = [];
  readonly agreed = new Map<string, { readonly file: Uint8Array; readonly blockSize: number }>();
  readonly waiting = new Map<string, Uint8Array>();

  protected override onSessionInitiate({ contents = [] }: Stanzas.Jingle, answer: Answer): void {
    answer();
    this.state = "active";
    this.act("session-accept", this.agree(contents), { responder: this.agent.jid });
    this.refuseCandidates(contents);
  }
  protected override onContentAdd({ contents = [] }: Stanzas.Jingle, answer: Answer): void {
    answer();
    this.act("content-accept", this.agree(contents));
    this.refuseCandidates(contents);
  }
  protected override onTransportInfo(_: Stanzas.Jingle, answer: Answer): void {
    answer();
  }
  protected override onTransportReplace({ contents = [] }: Stanzas.Jingle, answer: Answer): void {
    answer();
    for (const { name, transport } of contents) this.open(transport as IbbTransport, this.waiting.get(name)!);
    this.act("transport-accept", contents);
  }
  protected override onSessionInfo(_: Stanzas.Jingle, answer: Answer): void {
    answer();
  }

  onIbb({ action, sid = "" }: Stanzas.IBB): void {
    const stream = this.agreed.get(sid);
    if (action === "open" && stream) void this.sendFile(sid, stream.file, stream.blockSize);
  }

  private agree(contents: Contents): readonly object[] {
    return contents.map((content) => {
      const { transport } = content;
      const asked = fileOf(content).hashes?.find(({ algorithm }) => algorithm === "sha-256")?.value;
      const file = this.files.find((one) => asked?.equals(sha256(one)));
      if (!file || !transport) throw new Error("asked for something else");
      this.waiting.set(content.name, file);
      if (transport.transportType === NS_JINGLE_IBB) this.open(transport as IbbTransport, file);
      const hashes = [{ algorithm: "sha-256", value: sha256(file), version: "2" }];
      const { sid } = transport as IbbTransport;
      return {
        ...content,
        application: { applicationType: NS_JINGLE_FILE, file: { size: file.length, hashes } },
        ...(transport.transportType === NS_JINGLE_S5B && { transport: { transportType: NS_JINGLE_S5B, sid } }),
      };
    });
  }
  private open({ sid, blockSize }: IbbTransport, file: Uint8Array): void {
    this.agreed.set(sid, { file, blockSize });
  }
  private refuseCandidates(contents: Contents): void {
    for (const { creator, name, transport } of contents) {
      if (transport?.transportType !== NS_JINGLE_S5B) continue;
      const { sid } = transport as IbbTransport;
      const refusal = { transportType: NS_JINGLE_S5B, sid, candidateError: true };
      this.act("transport-info", [{ creator, name, transport: refusal }]);
    }
  }
  private async sendFile(sid: string, file: Uint8Array, blockSize: number): Promise<void> {
    for (let seq = 0; seq * blockSize < file.length; seq += 1) {
      const block = file.subarray(seq * blockSize, (seq + 1) * blockSize);
      await this.ask({ action: "data", sid, seq, data: Buffer.from(block) });
    }
    await this.ask({ action: "close", sid });
  }
}

/** Asks for one file by its hash, in band, opens the bytestream and takes what comes. */
class ViewerSession extends FileSession {
  readonly stream = "stanzajs-1";
  readonly content = { creator: "initiator", name: "file", senders: "responder" };
  came = Buffer.alloc(0);
  next = 0;
  size: number | undefined;

  begin(hash: string): void {
    const hashes = [{ algorithm: "sha-256", value: Buffer.from(hash, "base64"), version: "2" }];
    const application = { applicationType: NS_JINGLE_FILE, file: { hashes } };
    const transport = { transportType: NS_JINGLE_IBB, sid: this.stream, blockSize: BLOCK_BYTES };
    this.state = "pending";
    this.act("session-initiate", [{ ...this.content, application, transport }], { initiator: this.agent.jid });
  }
  protected override onSessionAccept({ contents = [] }: Stanzas.Jingle, answer: Answer): void {
    answer();
    this.state = "active";
    const [content] = contents;
    this.size = fileOf(content!).size;
    const { blockSize } = content!.transport as IbbTransport;
    void this.ask({ action: "open", sid: this.stream, blockSize, ack: true });
  }
  onIbb(ibb: Stanzas.IBB): void {
    if (ibb.action === "data" && ibb.seq === this.next) {
      this.next += 1;
      this.came = Buffer.concat([this.came, ibb.data]);
    } else if (ibb.action === "close" && this.came.length === this.size) {
      const { creator, name } = this.content;
      this.send("session-info", { info: { infoType: `{${NS_JINGLE_FILE}}received`, creator, name } } as never);
      this.end("success");
    }
  }
}

async function login(bed: Testbed, account: string) {
  const agent = createClient({
    jid: `${bed.jid(account)}/stanzajs`,
    password: bed.password(account),
    transports: { websocket: bed.websocket, bosh: false },
    autoReconnect: false,
  });
  const ended = Promise.withResolvers<Awaited<StanzaJsClient["ended"]>>();
  agent.on("jingle:terminated", (session, reason) => {
    const { actions } = session as FileSession;
    ended.resolve({ condition: reason?.condition ?? "", actions });
  });
  // An event that its types do not have.
  agent.on("iq:set:ibb" as "iq", (iq) => {
    agent.sendIQResult(iq);
    for (const session of Object.values(agent.jingle.sessions)) (session as FileSession).onIbb(iq.ibb!);
  });
  const started = new Promise<void>((resolve, reject) => {
    agent.once("session:started", () => resolve());
    agent.once("disconnected", () => reject(new Error("StanzaJS is not let in")));
  });
  agent.connect();
  await started;
  agent.sendPresence();
  return { agent, jid: agent.jid, ended: ended.promise, stop: () => agent.disconnect() };
}

/** A client of StanzaJS that serves these files to whoever asks. */
export async function ownerByStanzaJs(
  bed: Testbed,
  account: string,
  files: readonly Uint8Array[],
): Promise<StanzaJsClient> {
  const client = await login(bed, account);
  client.agent.jingle.prepareSession = (options: ConstructorParameters<typeof OwnerSession>[0]) => {
    const session = new OwnerSession(options);
    return Object.assign(session, { agent: client.agent, files });
  };
  return client;
}

/** A client of StanzaJS that asks for files. */
export async function viewerByStanzaJs(bed: Testbed, account: string) {
  const client = await login(bed, account);
  return {
    ...client,
    /** Asks for the file of this hash; `came`: the bytes so far. */
    fetch: (owner: string, hash: string) => {
      const parent = client.agent.jingle;
      const session = new ViewerSession({ parent, peerID: owner, initiator: true, applicationTypes: [NS_JINGLE_FILE] });
      session.agent = client.agent;
      parent.addSession(session);
      session.begin(hash);
      return { came: () => new Uint8Array(session.came) };
    },
  };
}
