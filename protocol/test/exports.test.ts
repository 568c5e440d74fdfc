// The package's public face is a promise: a name that comes or goes does so here as well.
import { fileURLToPath } from "node:url";
import { expect, test } from "@jest/globals";
import { build } from "esbuild";
import * as protocol from "../src/index.ts";
import * as transfer from "../src/transfer.ts";

test("exports exactly this", () => {
  expect(Object.keys(protocol).sort()).toEqual(
    [
      ...["NS", "NS_BLOCKING", "NS_CAPS", "NS_DATA_FORMS", "NS_DISCO_INFO", "NS_DISCO_ITEMS", "NS_FILE_METADATA"],
      ...["NS_HASHES", "NS_HINTS", "NS_HTTP_UPLOAD", "NS_HTTP_UPLOAD_PURPOSE", "NS_PING", "NS_PRIVACY"],
      ...[
        "NS_PRIVILEGE",
        "NS_PUSH",
        "NS_ROSTER",
        "NS_SERVE",
        "NS_SFS",
        "NS_STANZAS",
        "NS_STORE",
        "NS_UPLOAD",
        "NS_URL_DATA",
      ],
      ...["NS_VERSION", "NS_XML"],
      ...["NS_JINGLE", "NS_JINGLE_ERRORS", "NS_JINGLE_FILE", "NS_JINGLE_FILE_ERRORS", "NS_JINGLE_S5B"],
      ...["NS_JINGLE_IBB", "NS_BYTESTREAMS", "NS_IBB", "NS_BOB", "NS_SHA_256"],
      ...["ACCESS_MODELS", "BASE_STATES", "MEDIUM_KINDS", "SHOWS", "DEFAULT_LIMITS", "LIMIT_NAMES"],
      ...["SchemeError", "ERRORS", "parseDateTime", "parseStamp", "toStamp", "nextStamp"],
      ...["Element", "element", "stanza", "treeEqual", "byteLength", "parseXml", "printable"],
      ...["parseJid", "bareJid", "fullJid", "onlyBareJid", "hexOfBase64", "base64OfHex"],
      ...["validateScheme", "brokenRules", "isState", "parseState", "isLanguage"],
      ...["encodeScheme", "decodeScheme", "encodeChanged", "decodeChanged", "encodeShowing", "decodeShowing"],
      ...["encodeCheckRequest", "decodeCheckRequest", "encodeCheckResult", "decodeCheckResult"],
      ...["encodeFetchRequest", "decodeFetchRequest", "encodeFetchResult", "decodeFetchResult"],
      ...["encodeSyncRequest", "decodeSyncRequest", "encodeSyncResult", "decodeSyncResult"],
      ...["encodePublishRequest", "decodePublishRequest", "encodePublishResult", "decodePublishResult"],
      ...["encodeAccessGet", "encodeAccess", "decodeAccess", "encodeAccessChange", "decodeAccessChange"],
      ...["encodeSlotRequest", "decodeSlotRequest", "encodeSlot", "decodeSlot"],
      ...["REPORT_REASONS", "REPORT_CHARACTERS", "encodeReportRequest", "decodeReportRequest"],
      ...["NS_REPORT", "NS_REPORTING", "NS_COMMANDS"],
      ...["BITS_BYTES", "cidOf", "hashOfCid", "encodeBitsRequest", "decodeBitsRequest", "encodeBits", "decodeBits"],
      ...["encodeError", "decodeError", "encodeLimitsForm", "decodeLimitsForm"],
    ].sort(),
  );
});

test("exports exactly this for transfers", () => {
  expect(Object.keys(transfer).sort()).toEqual(
    [
      ...["encodeJingle", "decodeJingle", "encodeJingleError", "decodeJingleError"],
      ...["encodeIbbOpen", "decodeIbbOpen", "encodeIbbData", "decodeIbbData", "encodeIbbClose", "decodeIbbClose"],
      ...["encodeStreamhostQuery", "encodeStreamhosts", "decodeStreamhosts", "encodeActivation", "decodeActivation"],
      ...["candidatePriority", "destinationAddress"],
    ].sort(),
  );
});

test("a page that only shows schemes loads nothing of transfers", async () => {
  const inputsOf = async (entry: string) => {
    const file = fileURLToPath(new URL(`../src/${entry}.ts`, import.meta.url));
    const { metafile } = await build({
      entryPoints: [file],
      bundle: true,
      write: false,
      format: "esm",
      metafile: true,
    });
    return Object.keys(metafile.inputs).filter((name) => /jingle|ibb|bytestreams|destination/.test(name));
  };
  expect(await inputsOf("index")).toEqual([]);
  expect(await inputsOf("transfer")).not.toEqual([]);
});
