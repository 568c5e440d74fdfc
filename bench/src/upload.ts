// An owner of the bench who publishes media: slots, PUTs, and a publish that names them (draft, "Uploading Media").
import {
  base64OfHex,
  decodePublishResult,
  decodeSlot,
  encodePublishRequest,
  encodeSlotRequest,
  type Medium,
  type MediumKind,
  type Stamp,
} from "@status-scheme/protocol";
import { createHash } from "node:crypto";
import type { Wire } from "./wire.ts";

export interface Picture {
  readonly state: string;
  readonly kind: MediumKind;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** Publishes a scheme with one look for each; its stamp. @throws Error where the service refuses */
export async function publishPictures(owner: Wire, service: string, pictures: readonly Picture[]): Promise<Stamp> {
  const looks = [];
  for (const picture of pictures) {
    const { state } = picture;
    const text = [{ lang: "en", text: `Look of ${state}` }];
    looks.push({ state, text, media: [await upload(owner, service, picture)] });
  }
  const reply = await owner.request("set", service, encodePublishRequest({ scheme: { owner: owner.jid, looks } }));
  return decodePublishResult(reply.getChildElements()[0]!).scheme.stamp;
}

async function upload(owner: Wire, service: string, { kind, mediaType, bytes }: Picture): Promise<Medium> {
  const request = encodeSlotRequest({ filename: "medium", size: bytes.length });
  const { put, get } = decodeSlot((await owner.request("get", service, request)).getChildElements()[0]!);
  const { ok, status } = await fetch(put.url, { method: "PUT", body: Buffer.from(bytes) });
  if (!ok) throw new Error(`the upload was refused: ${status}`);
  const hash = base64OfHex(createHash("sha256").update(bytes).digest("hex"));
  return { kind, mediaType, size: bytes.length, desc: [], hash, sources: [get] };
}
