// What tybalt, nobody's contact, learns: nothing, and the same of juliet as of an owner who does not exist.
import { ask } from "@status-scheme/guards";
import {
  decodeCheckResult,
  encodeCheckRequest,
  encodeFetchRequest,
  SchemeError,
  stanza,
  type Element,
} from "@status-scheme/protocol";
import type { Actor } from "./stage.ts";

const QUESTIONS = { check: encodeCheckRequest, fetch: encodeFetchRequest };

/** Asks about `owner` in every way; resolves to what was learned that should not be, or undefined. */
export async function learns(stranger: Actor, service: string, owner: string): Promise<string | undefined> {
  const nobody = `nobody@${stranger.xmpp.jid!.domain}`;
  for (const [verb, encode] of Object.entries(QUESTIONS)) {
    const [answer, reference] = [await answerTo(encode, owner), await answerTo(encode, nobody)];
    if (answer !== reference) return `${verb} tells ${owner} from somebody who does not exist: ${answer}`;
  }
  const check = await ask(stranger.xmpp, question(encodeCheckRequest, owner));
  const { status } = decodeCheckResult(check.getChildElements()[0]!);
  if (status !== "none") return `check answers ${status}`;
  if ((await stranger.scheme.check(owner)) !== undefined) return "the plugin got a scheme";
  const shown = stranger.scheme.shown(owner);
  if (shown?.loggedIn || shown?.look) return "the plugin shows a state or look";
  return undefined;

  function question(encode: typeof encodeCheckRequest, about: string): Element {
    return stanza("iq", { type: "get", to: service }, encode({ owner: about }));
  }
  /** The answer as text, without what must differ: the name asked for and the stanza's id. */
  async function answerTo(encode: typeof encodeCheckRequest, about: string): Promise<string> {
    try {
      const reply = await ask(stranger.xmpp, question(encode, about));
      return reply.children.join("").replaceAll(about, "");
    } catch (error) {
      if (error instanceof SchemeError) return `${error.code} ${JSON.stringify(error.detail)}`.replaceAll(about, "");
      throw error;
    }
  }
}
