// Certificates of throw-away servers, made with openssl (which Debian's Prosody and ejabberd bring).
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

const DAYS = ["-days", "30"];
const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const openssl = (...args: readonly string[]) => promisify(execFile)("openssl", args);

/** Makes a key and a self-signed certificate for `domain` in `directory`. A person accepts it once, as with any private server. */
export async function makeCertificate(directory: string, domain: string): Promise<void> {
  const names = ["-subj", `/CN=${domain}`, "-addext", `subjectAltName=DNS:${domain},DNS:localhost,IP:127.0.0.1`];
  const files = ["-keyout", join(directory, `${domain}.key`), "-out", join(directory, `${domain}.crt`)];
  await openssl("req", "-x509", ...NEW_KEY, ...DAYS, ...names, ...files);
}

/** Makes an authority, `ca.crt`, and for each domain and the names below it a key and a certificate; `.pem` holds both. */
export async function makeFederationCertificates(directory: string, domains: readonly string[]): Promise<void> {
  const at = (name: string) => join(directory, name);
  const authority = ["-subj", "/CN=Verona", "-keyout", at("ca.key"), "-out", at("ca.crt")];
  await openssl("req", "-x509", ...NEW_KEY, ...DAYS, ...authority);
  for (const domain of domains) {
    const names = [domain, `*.${domain}`].map((name) => `DNS:${name}`).join(",");
    await openssl(
      ...["req", "-x509", ...NEW_KEY, ...DAYS, "-CA", at("ca.crt"), "-CAkey", at("ca.key"), "-subj", `/CN=${domain}`],
      // RFC 6120 section 13.7.1.2: a server's names are in its dNSName; both servers read the wildcard for what is below.
      ...["-addext", `subjectAltName=${names}`, "-addext", "basicConstraints=critical,CA:FALSE"],
      ...["-keyout", at(`${domain}.key`), "-out", at(`${domain}.crt`)],
    );
    const [key, certificate] = await Promise.all([readFile(at(`${domain}.key`)), readFile(at(`${domain}.crt`))]);
    await writeFile(at(`${domain}.pem`), Buffer.concat([certificate, key]), { mode: 0o600 });
  }
}
