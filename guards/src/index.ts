// Guards against the traps of xmpp.js: each applies once, to an entity that was not started yet.
export { guardErrors } from "./errors.ts";
export { guardSocket } from "./socket.ts";
export { guardParser, type Oversized, type ParserLimits } from "./parser.ts";
export { fixStreamManagement } from "./stream-management.ts";
export { ask } from "./ask.ts";
export { createQuestions, DEFAULT_TIMEOUT_MS, type Questions, type QuestionsUses } from "./questions.ts";
export { createStanzaScanner, type StanzaLimits, type StanzaScanner, type StanzaSink } from "./stanza-scanner.ts";
