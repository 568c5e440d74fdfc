// The Debian side of the set-up: programs that npm cannot bring.
import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { capture, SetupError, succeeds } from "./run.mjs";

/** Debian package -> how to see that it is there. */
const SERVER = {
  prosody: () => hasCommand("prosody") && hasCommand("prosodyctl"),
  // XEP-0356: Debian installs community modules here.
  "prosody-modules": () => existsSync("/usr/lib/prosody/modules/mod_privilege"),
};
const FOR_TESTS = {
  chromium: () => ["chromium", "chromium-browser", "google-chrome"].some(hasCommand),
  "docker-compose": () => hasCommand("docker-compose"),
  "libxml2-utils": () => hasCommand("xmllint"),
  ejabberd: () => hasCommand("ejabberdctl"),
  "nginx-light": () => hasCommand("nginx"),
  // A client by others, for what our draft tells others.
  "python3-slixmpp": () => succeeds("/usr/bin/python3", ["-c", "import slixmpp"]),
  // The judges of what we serve: libwebp's own tools and ffmpeg.
  webp: () => hasCommand("webpinfo"),
  ffmpeg: () => hasCommand("ffmpeg"),
};

/** Installs what is missing, as root or by password-less sudo. @throws SetupError with the line that says what to install */
export async function ensurePackages({ tests }, say) {
  const wanted = { ...SERVER, ...(tests ? FOR_TESTS : {}) };
  const missing = Object.keys(wanted).filter((name) => !wanted[name]());
  if (missing.length === 0) return;
  const byHand = `Please install: apt-get install ${missing.join(" ")}`;
  if (!hasCommand("apt-get")) throw new SetupError(`Not a Debian machine, so nothing was installed. ${byHand}`);
  const prefix = asRoot();
  if (prefix === undefined) throw new SetupError(`Neither root nor password-less sudo here. ${byHand}`);
  say(`Installing ${missing.join(", ")} (apt-get) …`);
  const script = fileURLToPath(new URL("install-packages.sh", import.meta.url));
  const [command, ...args] = [...prefix, "sh", script, ...missing];
  const { code, output } = await capture(command, args);
  if (code !== 0) throw new SetupError(`${output.split("\n").slice(-15).join("\n")}\napt-get failed. ${byHand}`);
}

function asRoot() {
  if (process.getuid?.() === 0) return [];
  return succeeds("sudo", ["-n", "true"]) ? ["sudo", "-n"] : undefined;
}

function hasCommand(name) {
  // Debian keeps servers where only root's PATH looks.
  return [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin"].some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
