// What others use of the command line: how a password is asked for.
export { readPassword, type PasswordSources } from "./password.ts";
export { UsageError } from "./usage.ts";
