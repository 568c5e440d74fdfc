// What a server's log at debug says of the component's reading rosters: the cost of a question, seen from the server.
import type { Testbed } from "@status-scheme/testbed";

/** Start tags of the IQs a server received on a component's stream, in single quotes. */
const RECEIVED = [
  // Prosody logs start tags.
  /Received\[component\]: (<iq\b[^>]*>)/g,
  // ejabberd logs whole stanzas, as Erlang writes binaries.
  /Received XML on stream = <<"(<iq\b[^>]*>)<query xmlns=\\"jabber:iq:roster\\"\/>/g,
];

/** The roster reads the server got from the component, in the order they came: whose. */
export function rosterReads(bed: Testbed): string[] {
  const log = bed.log();
  return RECEIVED.flatMap((pattern) => [...log.matchAll(pattern)].map(([, tag]) => tag!.replaceAll('\\"', "'")))
    .filter((tag) => /type='get'/.test(tag) && tag.includes(`from='${bed.componentDomain}'`))
    .map((tag) => /to='([^']*)'/.exec(tag)![1]!);
}
