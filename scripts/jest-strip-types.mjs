// Jest transform: TypeScript to JavaScript by Node's own type stripping, so that tests, `npm start` and the bench all
// run the very same code. Types become blanks: line and column numbers stay true without source maps.
import { createHash } from "node:crypto";
import { stripTypeScriptTypes } from "node:module";

export default {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
  getCacheKey: (source, path) => createHash("sha256").update(process.version).update(path).update(source).digest("hex"),
};
