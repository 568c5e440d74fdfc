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

export interface StanzaScanner {
  readonly write: (data: string) => void;
}

export function createStanzaScanner(limits: StanzaLimits, sink: StanzaSink): StanzaScanner {
  const { maxBytes, maxDepth, maxElements = Infinity } = limits;
  let state: "text" | "open" | "tag" | "quote" | "declaration" | "cdata" | "instruction" | "end" = "text";
  /** Depth at which stanzas begin; -1 before the header. */
  let base = -1;
  let depth = 0;
  let elements = 0;
  let isEndTag = false;
  let quote = "";
  let mark = "";
  /** The last two characters of earlier chunks. */
  let before = "";
  /** This chunk, and where in it the stanza at hand begins. */
  let data = "";
  let from = 0;
  /** Earlier chunks' part of the stanza at hand. */
  let pieces: string[] = [];
  let length = 0;
  /** Where the stanza's start tag ends, counted from its beginning. */
  let startTagLength = 0;
  let isSkipping = false;

  /** Nothing but white space, which keeps connections alive, belongs between stanzas: it is not kept. */
  const isBetween = () => state === "text" && depth <= Math.max(base, 0);
  /** The `count` (1 or 2) characters before `at`, which may be of an earlier chunk. */
  const behind = (at: number, count: number) =>
    at >= count ? data.slice(at - count, at) : (before + data.slice(0, at)).slice(-count);
  const begin = (at: number) => {
    from = at;
    pieces = [];
    length = elements = startTagLength = 0;
  };
  /** What was collected, up to `end`. */
  const take = (end: number): string => {
    const rest = data.slice(from, end);
    const text = pieces.length === 0 ? rest : pieces.join("") + rest;
    begin(end);
    return text;
  };
  const breakOff = (reason: string) => {
    state = "end";
    pieces = [];
    sink.broken(reason);
  };
  const exceed = (reason: Excess, end: number) => {
    if (isSkipping) return;
    if (base === -1) return breakOff("the stream's header is too long");
    const tagLength = startTagLength;
    const tag = take(end).slice(0, tagLength);
    isSkipping = true;
    sink.oversized(tag.length > maxBytes ? "" : tag, reason);
  };

  const closeElement = (end: number) => {
    depth -= 1;
    if (depth > base) return;
    if (!isSkipping && length + end - from > maxBytes) exceed("bytes", end);
    const text = isSkipping ? "" : take(end);
    isSkipping = false;
    // An empty element's header was handed on already, whole.
    if (text !== "") sink.stanza(text);
  };
  const openElement = (end: number, isEmpty: boolean) => {
    depth += 1;
    elements += 1;
    if (base === -1) {
      base = sink.header(take(end));
    } else if (depth === base + 1 && !isSkipping) {
      startTagLength = length + end - from;
    }
    if (depth - base > maxDepth) exceed("depth", end);
    else if (elements > maxElements) exceed("elements", end);
    if (isEmpty) closeElement(end);
  };
  /** Goes on in a tag; returns where the next step begins. */
  const inTag = (start: number): number => {
    for (let at = start; at < data.length; at += 1) {
      const code = data.charCodeAt(at);
      if (code === 34 || code === 39) {
        quote = data[at]!;
        state = "quote";
        return at + 1;
      }
      if (code === 62) {
        state = "text";
        if (isEndTag) closeElement(at + 1);
        else openElement(at + 1, behind(at, 1) === "/");
        return at + 1;
      }
    }
    return data.length;
  };
  /** Goes to the `>` that stands behind `ending`. */
  const until = (ending: string, start: number): number => {
    const close = data.indexOf(">", start);
    if (close === -1) return data.length;
    if (behind(close, ending.length) === ending) {
      if (state === "instruction" && base !== -1) breakOff("a processing instruction");
      else state = "text";
    }
    return close + 1;
  };

  const step = (at: number): number => {
    switch (state) {
      case "text": {
        const open = data.indexOf("<", at);
        if (open === -1) return data.length;
        if (isBetween()) begin(open);
        state = "open";
        return open + 1;
      }
      case "open": {
        const char = data[at];
        isEndTag = char === "/";
        mark = "";
        state = char === "!" ? "declaration" : char === "?" ? "instruction" : "tag";
        // The first character of a name is looked at again: it may be the ">" of a malformed "<>".
        return state === "tag" && !isEndTag ? at : at + 1;
      }
      case "tag":
        return inTag(at);
      case "quote": {
        const close = data.indexOf(quote, at);
        if (close === -1) return data.length;
        state = "tag";
        return close + 1;
      }
      case "declaration":
        mark += data[at];
        if (mark === CDATA) state = "cdata";
        else if (!CDATA.startsWith(mark)) breakOff("a comment or doctype");
        return at + 1;
      case "cdata":
        return until("]]", at);
      case "instruction":
        return until("?", at);
      case "end":
        return data.length;
    }
  };

  return {
    write: (chunk) => {
      data = chunk;
      from = 0;
      for (let at = 0; at < data.length;) at = step(at);
      before = (before + data.slice(-2)).slice(-2);
      if (state !== "end" && !isBetween() && !isSkipping) {
        pieces.push(data.slice(from));
        length += data.length - from;
        from = data.length;
        if (length > maxBytes) exceed("bytes", from);
      }
      data = "";
    },
  };
}
