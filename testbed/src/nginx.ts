// A throw-away nginx (Debian's) in front of a service, or serving a folder: one process on loopback, nothing outside the
// bed's directory.
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { freePorts } from "./ports.ts";
import type { Server } from "./server.ts";
import { serverProcess } from "./server.ts";
import type { Testbed } from "./testbed.ts";

export interface Nginx extends Pick<Server, "stop" | "log" | "pid"> {
  /** Base URL, without a slash at the end. */
  readonly url: string;
  readonly port: number;
}

const TEMPORARY = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];

/**
 * Starts one with what `http` says in its block of that name. `directory` is the bed's, as is the guard that ends it.
 * @throws Error with its log where it does not come up
 */
export async function startNginx(
  { directory, guard }: Pick<Testbed, "directory" | "guard">,
  http: (port: number) => string,
): Promise<Nginx> {
  const [port] = (await freePorts(1)) as [number];
  const folder = join(directory, `nginx-${port}`);
  await mkdir(folder, { recursive: true });
  const path = join(folder, "nginx.conf");
  await writeFile(path, configuration(folder, http(port)));
  const server = serverProcess(
    {
      name: "nginx",
      install: "nginx is not installed. On Debian: apt-get install nginx-light",
      command: "/usr/sbin/nginx",
      args: ["-p", folder, "-c", path, "-e", "stderr"],
      isUp: (log) => log.includes("event method"),
      lostPort: /Address already in use/,
    },
    guard,
  );
  await server.start([port]);
  return { url: `http://127.0.0.1:${port}`, port, stop: server.stop, log: server.log, pid: server.pid };
}

function configuration(folder: string, http: string): string {
  return `
daemon off;
master_process off;
pid ${join(folder, "nginx.pid")};
error_log stderr notice;
events { worker_connections 512; }
http {
  ${TEMPORARY.map((name) => `${name}_temp_path ${join(folder, name)};`).join("\n  ")}
  access_log off;
  ${http}
}
`;
}
