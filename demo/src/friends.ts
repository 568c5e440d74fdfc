// Company for the pages: three more contacts of romeo's and juliet's, each with one of the editor's starter sets.
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readSchemeFolder } from "@status-scheme/folder/node";
import { xml } from "@xmpp/client";
import type { Actor, Stage } from "./stage.ts";

const STARTERS = fileURLToPath(new URL("../../editor/starters", import.meta.url));

/** Account, the set it shows, and its state. */
export const FRIENDS = [
  ["mercutio", "cat", "eating"],
  ["benvolio", "robot", "on_the_phone"],
  ["nurse", "hills", "away"],
] as const;

/** Logs them in, and puts their names into romeo's roster; resolves when all of them show what they are to show. */
export async function bringFriends(stage: Stage, romeo: Actor): Promise<void> {
  await Promise.all([
    ...["juliet", ...FRIENDS.map(([account]) => account)].map((account) => call(romeo, `${account}@${stage.domain}`)),
    ...FRIENDS.map(async ([account, set, state]) => {
      const { scheme } = await stage.enter(account);
      await scheme.publish(await readSchemeFolder(join(STARTERS, set)));
      await scheme.setState(state);
    }),
  ]);
}

async function call({ xmpp }: Actor, jid: string): Promise<void> {
  const name = jid[0]!.toUpperCase() + jid.slice(1, jid.indexOf("@"));
  const item = xml("query", { xmlns: "jabber:iq:roster" }, xml("item", { jid, name }));
  await xmpp.iqCaller.request(xml("iq", { type: "set" }, item));
}
