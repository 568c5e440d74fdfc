// Small drafts to convert.
import { documentOf } from "../../src/document.ts";
import { readDraft } from "../../src/source.ts";
import type { Draft } from "../../src/source.ts";
import type { SectionNode } from "../../src/tree.ts";

const HEADER = `# XEP-xxxx: Small Talk

**Abstract**: Says <little>.

| | |
|---|---|
| Number | xxxx |
| Status | ProtoXEP |
| Type | Standards Track |
| SIG | Standards |
| Approver | Council |
| Dependencies | XMPP Core, XEP-0030 |
| Supersedes | none |
| Superseded by | none |
| Short name | NOT_YET_ASSIGNED |
| Tags | talk |
| Author | The Capulets |
| Version | 0.0.1 |
| Date | 2026-11-22 |
| Initials | tc |
| Remark | First draft. |

`;
/** Of a draft's first section. */
export const FIRST_LINE = HEADER.split("\n").length;

export interface Written {
  readonly draft: Draft;
  readonly sections: SectionNode[];
}

/** A draft of these sections, as written and as a tree. */
export function writeDraft(sections: string): Written {
  const text = HEADER + sections;
  const draft = readDraft(text);
  return { draft, sections: documentOf(draft, text) };
}

/** A draft with everything that can be said. */
export const EVERYTHING = `## 1. Introduction
A *scheme* with **looks**, \`<look/>\` & more, by Service Discovery (XEP-0030), see [the rules](#2-rules) and [the web](https://example.org/?a&b).
XEP-0030 again, XEP-0363's slots, and RFC 6121 section 4.6.

> A note, apart.

## 2. Rules
See sections 1 and 2.1, or section 2.1.1.

- **Owner**: whose it is.
- **Viewer**: who looks, by
  \`presence\`.

1. One
   - inner *item*
2. Two, which tells more.

   In another paragraph:
   \`\`\`json
   {"a": [1, "]]>"]}
   \`\`\`

| name | \`what\` |
|---|---|
| \`a\\|b\` | XEP-0128 |

### 2.1 Stamps
A stamp MUST
increase.<!-- #stamp-increases --> A viewer SHOULD look.<!-- #viewer-looks judged: nobody sees it --> It MAY not.

#### 2.1.1 Deep
\`\`\`xml {.example #ask caption="Romeo's question" flow=ask step=1}
<check xmlns='urn:xmpp:status-scheme:0' note="&amp;"/>
\`\`\`

## 3. XML Schema
\`\`\`xml {.schema}
<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'/>
\`\`\`
`;
