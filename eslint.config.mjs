// The import fences of ARCHITECTURE.md ("One importer each") are rules here, so that they hold.
import js from "@eslint/js";
import tseslint from "typescript-eslint";

const RESTRICTED = {
  ltx: { regex: "^ltx(/|$)", message: "Only protocol/src/xml.ts imports ltx." },
  sharp: { regex: "^sharp$", message: "Only component/src/media/ imports sharp." },
  mediabunny: { regex: "^mediabunny$", message: "Only component/src/media/ imports mediabunny." },
  component: { regex: "^@xmpp/component$", message: "Only component/src/xmpp/connection.ts imports @xmpp/component." },
  sqlite: { regex: "^node:sqlite$", message: "Only component/src/store/sqlite/ imports node:sqlite." },
  fastify: { regex: "^fastify$", message: "Only component/src/http/ imports fastify." },
  sideways: {
    regex:
      "^@status-scheme/(component|client-plugin|cli|folder|element|editor|converse|draft|conformance|bundle|demo|testbed|bench|fixtures)",
    message: "Imports go one way: protocol <- guards <- {component, client-plugin} <- cli.",
  },
  outward: {
    regex: "^@status-scheme/(component|cli|editor|converse|draft|conformance|bundle|demo|testbed|bench|fixtures)(/|$)",
    message: "Imports go one way: client-plugin <- {folder <- cli, element} <- editor <- converse.",
  },
  beyondEditor: {
    regex: "^@status-scheme/(component|cli|converse|draft|conformance|bundle|demo|testbed|bench|fixtures)(/|$)",
    message: "Imports go one way: client-plugin <- {folder <- cli, element} <- editor <- converse.",
  },
  deep: { regex: "^@status-scheme/[a-z-]+/src", message: "Import a workspace by its name, not by its insides." },
};
const fences = (...names) => ({
  "no-restricted-imports": ["error", { patterns: names.map((name) => RESTRICTED[name]) }],
});
const ALL = ["ltx", "sharp", "mediabunny", "component", "sqlite", "fastify", "deep"];
const except = (...names) => ALL.filter((name) => !names.includes(name));

export default tseslint.config(
  { ignores: ["**/node_modules/**", "**/dist/**", "**/var/**"] },
  js.configs.recommended,
  ...tseslint.configs.strict,
  {
    files: ["**/*.ts"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "separate-type-imports" }],
      "@typescript-eslint/no-non-null-assertion": "off",
      "max-lines": ["error", { max: 300, skipBlankLines: false, skipComments: false }],
    },
  },
  {
    files: ["**/*.mjs"],
    languageOptions: {
      globals: {
        process: "readonly",
        console: "readonly",
        URL: "readonly",
        fetch: "readonly",
        setTimeout: "readonly",
        Buffer: "readonly",
        AbortController: "readonly",
      },
    },
  },
  { files: ["*/src/**/*.ts"], rules: fences(...ALL) },
  {
    files: ["protocol/src/**/*.ts", "guards/src/**/*.ts", "component/src/**/*.ts", "client-plugin/src/**/*.ts"],
    rules: fences(...ALL, "sideways"),
  },
  { files: ["folder/src/**/*.ts", "element/src/**/*.ts"], rules: fences(...ALL, "outward") },
  { files: ["editor/src/**/*.ts"], rules: fences(...ALL, "beyondEditor") },
  { files: ["protocol/src/xml.ts"], rules: fences(...except("ltx"), "sideways") },
  { files: ["component/src/media/**/*.ts"], rules: fences(...except("sharp", "mediabunny"), "sideways") },
  { files: ["component/src/xmpp/connection.ts"], rules: fences(...except("component"), "sideways") },
  { files: ["bench/src/bare-sharp.ts"], rules: fences(...except("sharp")) },
  { files: ["component/src/store/sqlite/*.ts"], rules: fences(...except("sqlite"), "sideways") },
  { files: ["component/src/http/*.ts"], rules: fences(...except("fastify"), "sideways") },
  {
    // process.env, argv and signals belong to the composition roots.
    files: ["protocol/src/**/*.ts", "guards/src/**/*.ts", "component/src/**/*.ts", "client-plugin/src/**/*.ts"],
    ignores: ["component/src/main.ts"],
    rules: {
      "no-restricted-properties": [
        "error",
        { object: "process", property: "env", message: "Only main.ts reads the environment." },
        { object: "process", property: "argv", message: "Only main.ts reads the arguments." },
      ],
    },
  },
);
