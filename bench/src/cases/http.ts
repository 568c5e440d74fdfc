// Media over HTTP: the component, with all that it looks at for each request (whose URL it is, and whether they may still
// see it), against Prosody's mod_http_file_share and nginx, with the same bytes in the same run.
import { decodeFetchResult, decodeSlot, encodeFetchRequest, encodeSlotRequest } from "@status-scheme/protocol";
import { startNginx, startTestbed } from "@status-scheme/testbed";
import type { Testbed } from "@status-scheme/testbed";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { openHttp } from "../http-load.ts";
import { load, median, type Load } from "../measure.ts";
import type { BenchCase, Row } from "../report.ts";
import { publishPictures } from "../upload.ts";
import { openWire, type Wire } from "../wire.ts";

const CONNECTIONS = 8;
const SERVERS = ["component", "prosody", "nginx"] as const;
type Server = (typeof SERVERS)[number];
/** Each has a size of its own to show. */
const OWNERS: Readonly<Record<string, string>> = { "10 KB": "juliet", "1 MB": "mercutio" };
const SIZES = { "10 KB": 10_000, "1 MB": 1_000_000 } as const;
type Size = keyof typeof SIZES;
const SIZE_NAMES = Object.keys(SIZES) as readonly Size[];
const COUNTS: Readonly<Record<Size, number>> = { "10 KB": 8_000, "1 MB": 800 };

export const httpCase: BenchCase = async ({ runs, quick, log }) => {
  const bed = await startTestbed({
    accounts: [...Object.values(OWNERS), "romeo"],
    friends: Object.values(OWNERS).map((owner) => [owner, "romeo"]),
  });
  try {
    const component = await bed.startComponent({
      config: { limits: { "audio-bytes": 2_000_000, "audio-length": 10_000 } },
    });
    const folder = join(bed.directory, "files");
    await mkdir(folder);
    const nginx = await startNginx(
      bed,
      (port) => `sendfile on; keepalive_requests 1000000; server { listen 127.0.0.1:${port}; root ${folder}; }`,
    );
    const pids = { component: component.pid()!, prosody: bed.serverPid()!, nginx: nginx.pid()! };
    const romeo = await openWire(bed, "romeo");
    const urls = new Map<Size, Readonly<Record<Server, string>>>();
    for (const size of SIZE_NAMES) {
      const owner = await openWire(bed, OWNERS[size]!);
      const component = await publish(bed, owner, romeo, sound(SIZES[size]));
      const bytes = Buffer.from(await (await fetch(component)).arrayBuffer());
      await writeFile(join(folder, String(bytes.length)), bytes);
      const prosody = await share(bed, owner, bytes);
      await owner.close();
      urls.set(size, { component, prosody, nginx: `${nginx.url}/${bytes.length}` });
    }

    const measured = SIZE_NAMES.map((size) => ({
      size,
      loads: { component: loads(), prosody: loads(), nginx: loads() },
    }));
    for (let run = 1; run <= runs; run += 1) {
      log(`http: run ${run} of ${runs}`);
      for (const { size, loads: into } of measured) {
        const count = quick ? COUNTS[size] / 40 : COUNTS[size];
        for (const server of SERVERS) {
          into[server].push(await measure(urls.get(size)![server], count, { [server]: pids[server] }));
        }
      }
    }
    await romeo.close();
    await nginx.stop();

    const rate = (list: readonly Load[]) => median(list.map((one) => one.rate));
    const ratio = (list: readonly Load[], other: readonly Load[]) =>
      median(list.map((one, run) => one.rate / other[run]!.rate));
    return {
      name: "http",
      about: `GET of media on ${CONNECTIONS} kept-alive connections`,
      rows: measured.flatMap(({ size, loads: of }): Row[] =>
        SERVERS.map((server) => ({
          what: `${size}, ${server}`,
          figures: {
            "per s": rate(of[server]),
            "CPU ms": median(of[server].map(({ cpu }) => cpu[server]!)),
            "of nginx": ratio(of[server], of.nginx),
          },
        })),
      ),
      bars: measured.map(({ size, loads: of }) => ({
        what: `${size}, component / Prosody`,
        value: ratio(of.component, of.prosody),
        bound: 1.5,
        must: "atLeast",
        unit: "×",
      })),
    };
  } finally {
    await bed.stop();
  }
};

const loads = (): Load[] => [];

async function measure(url: string, count: number, pids: Readonly<Record<string, number>>): Promise<Load> {
  const http = await openHttp(new URL(url).origin, CONNECTIONS);
  const free = Array.from({ length: CONNECTIONS }, (_, connection) => connection);
  const get = async () => {
    const connection = free.pop()!;
    await http.get(connection, url);
    free.push(connection);
  };
  try {
    await load(get, { count: Math.ceil(count / 10), window: CONNECTIONS, pids });
    return await load(get, { count, window: CONNECTIONS, pids });
  } finally {
    http.stop();
  }
}

/** A sound of so many bytes, which is served as it is: PCM, 16 bit, two channels, 48 kHz. */
function sound(size: number): Uint8Array {
  const header = Buffer.from(`RIFF----WAVEfmt ----------------------data----`, "latin1").subarray(0, 44);
  const samples = (size - header.length) & ~3;
  header.writeUInt32LE(samples + 36, 4);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(48_000, 24);
  header.writeUInt32LE(192_000, 28);
  header.writeUInt16LE(4, 32);
  header.writeUInt16LE(16, 34);
  header.write("data", 36, "latin1");
  header.writeUInt32LE(samples, 40);
  return Buffer.concat([header, Buffer.alloc(samples, "a sound that is no silence ")]);
}

/** The owner shows it; its URL for the viewer. */
async function publish(bed: Testbed, owner: Wire, viewer: Wire, bytes: Uint8Array): Promise<string> {
  await publishPictures(owner, bed.componentDomain, [
    { state: "available", kind: "audio", mediaType: "audio/wav", bytes },
  ]);
  const reply = await viewer.request("get", bed.componentDomain, encodeFetchRequest({ owner: owner.jid }));
  const result = decodeFetchResult(reply.getChildElements()[0]!);
  if (result.status !== "changed") throw new Error("there is no scheme");
  return result.scheme.looks[0]!.media[0]!.sources[0]!;
}

/** Uploads to Prosody's mod_http_file_share; the URL of the file. */
async function share(bed: Testbed, wire: Wire, bytes: Uint8Array): Promise<string> {
  const request = encodeSlotRequest({ filename: "sound.wav", size: bytes.length, contentType: "audio/wav" });
  const { put, get } = decodeSlot((await wire.request("get", bed.uploadDomain, request)).getChildElements()[0]!);
  const headers = Object.fromEntries(put.headers.map(({ name, value }) => [name, value]));
  const { ok, status } = await fetch(put.url, {
    method: "PUT",
    body: Buffer.from(bytes),
    headers: { ...headers, "content-type": "audio/wav" },
  });
  if (!ok) throw new Error(`the upload was refused: ${status}`);
  return get;
}
