// A self-signed certificate for clients that insist on TLS. A person accepts it once, as with any private server.
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const DAYS = "30";

/** Makes a key and a certificate for `domain` in `directory` with openssl (which Debian's Prosody brings). */
export async function makeCertificate(directory: string, domain: string): Promise<void> {
  const args = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", DAYS];
  const names = ["-subj", `/CN=${domain}`, "-addext", `subjectAltName=DNS:${domain},DNS:localhost,IP:127.0.0.1`];
  const files = ["-keyout", join(directory, `${domain}.key`), "-out", join(directory, `${domain}.crt`)];
  await promisify(execFile)("openssl", [...args, ...names, ...files]);
}
