// An owner of the bench who publishes media: a slot, a PUT, and a publish that names it (draft, "Uploading Media").
import {
  base64OfHex,
  decodeSlot,
  encodePublishRequest,
  encodeSlotRequest,
  type MediumKind,
} from "@status-scheme/protocol";
import { createHash } from "node:crypto";
import type { Wire } from "./wire.ts";

/** Publishes a scheme with one medium. @throws Error where the service refuses */
export async function publishMedium(owner: Wire, service: string, kind: MediumKind, bytes: Uint8Array): Promise<void> {
  const request = encodeSlotRequest({ filename: "medium", size: bytes.length });
  const { put, get } = decodeSlot((await owner.request("get", service, request)).getChildElements()[0]!);
  const { ok, status } = await fetch(put.url, { method: "PUT", body: Buffer.from(bytes) });
  if (!ok) throw new Error(`the upload was refused: ${status}`);
  const hash = base64OfHex(createHash("sha256").update(bytes).digest("hex"));
  const medium = { kind, mediaType: "image/gif", size: bytes.length, desc: [], hash, sources: [get] };
  const looks = [{ state: "available", text: [{ lang: "en", text: "At home" }], media: [medium] }];
  await owner.request("set", service, encodePublishRequest({ scheme: { owner: owner.jid, looks } }));
}
