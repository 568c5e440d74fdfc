// Cuts the text of a stream into stanzas without building anything, and drops a stanza that exceeds the limits as soon
// as it does: what is held is one stanza's text, at most. RFC 6120 section 11: no comments, no doctype, and no
// processing instruction but the XML declaration.

export interface StanzaLimits {
  /** Length of a stanza's text. Counted in UTF-16 code units, so what has no more bytes than this always passes. */
  readonly maxBytes: number;
  /** Levels of elements, the stanza itself being the first. */
  readonly maxDepth: number;
  readonly maxElements?: number;
}
export type Excess = "bytes" | "depth" | "elements";

export interface StanzaSink {
  /** The stream's first start tag. Returns the depth at which stanzas begin: 1 inside a root element, 0 in frames. */
  readonly header: (tag: string) => 0 | 1;
  /** A whole stanza within the limits, or the end tag of the stream. */
  readonly stanza: (text: string) => void;
  /** A stanza was dropped. `tag`: its start tag, "" where that alone was too long. */
  readonly oversized: (tag: string, reason: Excess) => void;
  /** What XMPP forbids, or a header beyond the limits: the stream cannot go on. */
  readonly broken: (reason: string) => void;
}

const CDATA = "[CDATA[";

export class StanzaScanner {
  readonly #limits: Required<StanzaLimits>;
  readonly #sink: StanzaSink;
  #state: "text" | "open" | "tag" | "quote" | "declaration" | "cdata" | "instruction" | "end" = "text";
  /** Depth at which stanzas begin; -1 before the header. */
  #base = -1;
  #depth = 0;
  #elements = 0;
  #isEndTag = false;
  #quote = "";
  #mark = "";
  /** The last two characters of earlier chunks. */
  #before = "";
  /** Earlier chunks' part of the stanza at hand. */
  #pieces: string[] = [];
  #length = 0;
  /** Where the stanza's start tag ends, counted from its beginning. */
  #startTagLength = 0;
  #skipping = false;
  /** Where the stanza at hand begins in this chunk. */
  #from = 0;

  constructor(limits: StanzaLimits, sink: StanzaSink) {
    this.#limits = { maxElements: Number.POSITIVE_INFINITY, ...limits };
    this.#sink = sink;
  }

  write(data: string): void {
    this.#from = 0;
    let at = 0;
    while (at < data.length && this.#state !== "end") at = this.#step(data, at);
    if (this.#state === "end") return;
    this.#before = (this.#before + data.slice(-2)).slice(-2);
    if (this.#isBetween()) return;
    if (!this.#skipping) this.#keep(data.slice(this.#from));
    if (this.#length > this.#limits.maxBytes) this.#exceed("bytes");
  }

  /** Nothing but white space, which keeps connections alive, belongs between stanzas: it is not kept. */
  #isBetween(): boolean {
    return this.#state === "text" && this.#depth <= Math.max(this.#base, 0);
  }

  /** Goes on from `at`; returns where the next step begins. */
  #step(data: string, at: number): number {
    switch (this.#state) {
      case "text": {
        const open = data.indexOf("<", at);
        if (open === -1) return data.length;
        if (this.#isBetween()) this.#begin(open);
        this.#state = "open";
        return open + 1;
      }
      case "open":
        return this.#opened(data[at], at);
      case "tag":
        return this.#tag(data, at);
      case "quote": {
        const close = data.indexOf(this.#quote, at);
        if (close === -1) return data.length;
        this.#state = "tag";
        return close + 1;
      }
      case "declaration":
        this.#mark += data[at];
        if (this.#mark === CDATA) this.#state = "cdata";
        else if (!CDATA.startsWith(this.#mark)) this.#break("a comment or doctype");
        return at + 1;
      case "cdata":
        return this.#until("]]", data, at, () => undefined);
      case "instruction":
        return this.#until("?", data, at, () => {
          if (this.#base !== -1) this.#break("a processing instruction");
        });
      case "end":
        return data.length;
    }
  }

  #begin(at: number): void {
    this.#from = at;
    this.#pieces = [];
    this.#length = 0;
    this.#elements = 0;
    this.#startTagLength = 0;
  }

  #opened(char: string | undefined, at: number): number {
    this.#isEndTag = char === "/";
    this.#mark = "";
    this.#state = char === "!" ? "declaration" : char === "?" ? "instruction" : "tag";
    // The first character of a name is looked at again: it may be the ">" of a malformed "<>".
    return this.#state === "tag" && !this.#isEndTag ? at : at + 1;
  }

  #tag(data: string, from: number): number {
    for (let at = from; at < data.length; at += 1) {
      const code = data.charCodeAt(at);
      if (code === 34 || code === 39) {
        this.#quote = data[at]!;
        this.#state = "quote";
        return at + 1;
      }
      if (code === 62) {
        this.#state = "text";
        if (this.#isEndTag) this.#closeElement(data, at + 1);
        else this.#openElement(data, at + 1, this.#behind(data, at, 1) === "/");
        return at + 1;
      }
    }
    return data.length;
  }

  /** Goes to the `>` that stands behind `mark`. */
  #until(mark: string, data: string, from: number, then: () => void): number {
    const close = data.indexOf(">", from);
    if (close === -1) return data.length;
    if (this.#behind(data, close, mark.length) === mark) {
      this.#state = "text";
      then();
    }
    return close + 1;
  }

  /** The `count` (1 or 2) characters before `at`, which may be of an earlier chunk. */
  #behind(data: string, at: number, count: number): string {
    return at >= count ? data.slice(at - count, at) : (this.#before + data.slice(0, at)).slice(-count);
  }

  #openElement(data: string, end: number, isEmpty: boolean): void {
    this.#depth += 1;
    this.#elements += 1;
    if (this.#base === -1) {
      this.#header(data, end);
    } else if (this.#depth === this.#base + 1 && !this.#skipping) {
      this.#startTagLength = this.#length + end - this.#from;
    }
    if (this.#depth - this.#base > this.#limits.maxDepth) this.#exceed("depth", data.slice(this.#from, end));
    else if (this.#elements > this.#limits.maxElements) this.#exceed("elements", data.slice(this.#from, end));
    if (isEmpty) this.#closeElement(data, end);
  }

  #header(data: string, end: number): void {
    this.#base = this.#sink.header(this.#take(data, end));
    if (this.#base === 1) this.#elements = 0;
  }

  #closeElement(data: string, end: number): void {
    this.#depth -= 1;
    if (this.#depth > this.#base) return;
    if (this.#skipping) {
      this.#skipping = false;
      return;
    }
    const length = this.#length + end - this.#from;
    if (length > this.#limits.maxBytes) {
      this.#exceed("bytes", data.slice(this.#from, end));
      this.#skipping = false;
      return;
    }
    const text = this.#take(data, end);
    // An empty element's header was handed on already, whole.
    if (text !== "") this.#sink.stanza(text);
  }

  /** What was collected, up to `end`. */
  #take(data: string, end: number): string {
    const rest = data.slice(this.#from, end);
    const text = this.#pieces.length === 0 ? rest : this.#pieces.join("") + rest;
    this.#begin(end);
    return text;
  }

  #keep(text: string): void {
    this.#pieces.push(text);
    this.#length += text.length;
  }

  #exceed(reason: Excess, rest = ""): void {
    if (this.#skipping) return;
    if (this.#base === -1) return this.#break("the stream's header is too long");
    const start = (this.#pieces.join("") + rest).slice(0, this.#startTagLength);
    this.#skipping = true;
    this.#pieces = [];
    this.#length = 0;
    this.#sink.oversized(start.length > this.#limits.maxBytes ? "" : start, reason);
  }

  #break(reason: string): void {
    this.#state = "end";
    this.#pieces = [];
    this.#sink.broken(reason);
  }
}
