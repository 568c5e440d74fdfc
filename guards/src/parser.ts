// The traps: xmpp.js's parser takes stanzas of any size and depth and builds them whole; text that crosses many chunks
// costs it quadratic time; a listener that throws leaves it between two states; data behind the end of a stream, or
// behind an error in it, ends the process. A stanza beyond the limits is dropped here before it is built, and the
// stream goes on: a stranger's stanza must not cut the stream of everyone.
import type { Element } from "@status-scheme/protocol";
import type { XmppEntity } from "@xmpp/entity";
import { createStanzaScanner } from "./stanza-scanner.ts";
import type { Excess, StanzaLimits } from "./stanza-scanner.ts";

/** A stanza that was dropped: its name and attributes, empty where its start tag alone was beyond the limits. */
export interface Oversized {
  readonly name: string;
  readonly attrs: Readonly<Record<string, string>>;
  readonly reason: Excess;
}
export interface ParserLimits extends StanzaLimits {
  readonly onOversized: (stanza: Oversized) => void;
}

/** The part of `ltx/lib/parsers/ltx.js` used here. */
interface SaxParser {
  on(event: "startElement", listener: (name: string, attrs: Record<string, string>) => void): unknown;
  on(event: "endElement", listener: (name: string) => void): unknown;
  on(event: "text", listener: (text: string) => void): unknown;
  write(data: string): void;
}
/** `@xmpp/xml`'s Parser, and `@xmpp/websocket`'s FramedParser which extends it. */
interface Parser {
  root: Element | null;
  cursor: Element | null;
  parser: SaxParser;
  on(event: "error", listener: () => void): unknown;
  emit(event: "error", error: Error): boolean;
  onStartElement(name: string, attrs: Record<string, string>): void;
  onEndElement(name: string): void;
  onText(text: string): void;
  write(data: string): void;
}
type ParserClass = new () => Parser;
/** What of the entity is not meant for others' hands, and needed here. */
type Insides = XmppEntity & { Parser: ParserClass; _onData(data: unknown): void };

/** Bounds the cost of every stanza the entity receives. Returns a function that takes this back for streams to come. */
export function guardParser(entity: XmppEntity, limits: ParserLimits): () => void {
  const insides = entity as Insides;
  const onData = insides._onData;
  insides._onData = (data) => {
    if (entity.parser) onData.call(entity, data);
  };
  const bounded = new WeakMap<ParserClass, ParserClass>();
  const own = new WeakSet<ParserClass>();
  // The entity chooses its parser when it connects, and makes one for each stream right behind this event.
  const onOpening = () => {
    const Base = insides.Parser;
    if (own.has(Base)) return;
    const Bounded = bounded.get(Base) ?? boundedParser(Base, limits, (error) => entity.emit("error", error));
    bounded.set(Base, Bounded);
    own.add(Bounded);
    insides.Parser = Bounded;
  };
  entity.on("opening", onOpening);
  return () => {
    entity.off("opening", onOpening);
    insides._onData = onData;
  };
}

function boundedParser(Base: ParserClass, limits: ParserLimits, onDefect: (error: unknown) => void): ParserClass {
  return class extends Base {
    #isBroken = false;
    readonly #scanner = createStanzaScanner(limits, {
      header: (tag) => {
        this.#feed(tag);
        // A stream has a root element; the frames of RFC 7395 have none.
        return this.root ? 1 : 0;
      },
      stanza: (text) => this.#feed(text),
      oversized: (tag, reason) => {
        this.#recover();
        limits.onOversized({ ...this.#readTag(tag), reason });
      },
      broken: (reason) => this.emit("error", new Error(`XML that XMPP forbids: ${reason}`)),
    });

    constructor() {
      super();
      this.on("error", () => (this.#isBroken = true));
    }

    override write(data: string): void {
      if (!this.#isBroken) this.#scanner.write(data);
    }

    #feed(text: string): void {
      if (this.#isBroken) return;
      try {
        super.write(text);
      } catch (error) {
        // A listener threw: that stanza is lost, the next is not.
        this.#recover();
        onDefect(error);
      }
    }

    /** Forgets the stanza at hand: a fresh tokenizer, at the level of stanzas. */
    #recover(): void {
      this.parser = this.#tokenizer();
      this.parser.on("startElement", (name, attrs) => this.onStartElement(name, attrs));
      this.parser.on("endElement", (name) => this.onEndElement(name));
      this.parser.on("text", (text) => this.onText(text));
      this.cursor = this.root;
    }

    #readTag(tag: string): { name: string; attrs: Record<string, string> } {
      let read = { name: "", attrs: {} };
      const tokenizer = this.#tokenizer();
      tokenizer.on("startElement", (name, attrs) => (read = { name, attrs }));
      tokenizer.write(tag);
      return read;
    }

    #tokenizer(): SaxParser {
      return new (this.parser.constructor as new () => SaxParser)();
    }
  };
}
