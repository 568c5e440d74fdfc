// Asks libxml2 whether the XML is what the XSF's DTD allows.
import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** @throws Error with what xmllint says of the file */
export async function validateXep(file: string): Promise<void> {
  try {
    await promisify(execFile)("xmllint", ["--nonet", "--valid", "--noout", file]);
  } catch (error) {
    const { code, stderr } = error as { code?: unknown; stderr?: string };
    if (code === "ENOENT") throw new Error("xmllint is missing: install Debian's libxml2-utils", { cause: error });
    throw new Error(`not valid under xep.dtd:\n${stderr ?? ""}`, { cause: error });
  }
}
