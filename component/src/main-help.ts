// What `--help` says.
import { SETTINGS } from "./config-schema.ts";
import { FILE_VARIABLE } from "./config-sources.ts";
import { COMMANDS } from "./operator/commands.ts";
import { NAME } from "./version.ts";

/** Exit codes; 64 and 78 are those of sysexits.h. */
export const EXIT = { ok: 0, failure: 1, usage: 64, configuration: 78 } as const;

export function help(): string {
  const settings = SETTINGS.map(({ key, variable, about, allowed, fallback, isRequired }) => {
    const value = fallback === undefined ? (isRequired ? "required" : "") : `default ${fallback}`;
    return `  ${key}${value && ` (${value})`}\n      ${about}\n      ${allowed}; ${variable}`;
  });
  const commands = COMMANDS.map(({ name, argument, title }) => {
    const value = argument ? argument.name.toUpperCase() : "";
    return `  ${`${name} ${argument?.isOptional ? `[${value}]` : value}`.padEnd(22)}${title}`;
  });
  return `${NAME}: stores status schemes for the users of an XMPP server (XEP-0114 component).

Usage:
  ${NAME} [--config FILE]                 runs the service until SIGTERM or SIGINT; a second signal ends it at once
  ${NAME} [--config FILE] --check-config  says whether the configuration is good, and everything that is not
  ${NAME} [--config FILE] COMMAND [--reason TEXT]
  ${NAME} --help | --version

Commands of operators, whether the service runs or not:
${commands.join("\n")}

Options:
  -c, --config FILE   a YAML file, such as example.config.yaml; also by ${FILE_VARIABLE}
  -r, --reason TEXT   why, for the log of who did what

Exit codes:
  ${EXIT.ok} success, ${EXIT.failure} failure, ${EXIT.usage} wrong usage, ${EXIT.configuration} wrong configuration

Settings, in the file or by variables, which win:
${settings.join("\n")}
`;
}
