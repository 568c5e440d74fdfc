// The info string of a fence: ```xml {.example #publish caption="Publishing" flow=publish step=1}

/** What stands behind the backticks. `classes` without their dot. */
export interface FenceInfo {
  readonly language: string;
  readonly classes: readonly string[];
  readonly id?: string;
  readonly attributes: Readonly<Record<string, string>>;
}

const INFO = /^(\S*)[ \t]*(?:\{([^{}]*)\})?[ \t]*$/;
const ITEM = /[ \t]*(?:([.#])([\w-]+)|([\w-]+)=(?:"([^"]*)"|([^\s"]+)))(?=[ \t]|$)/y;

/** @throws Error saying what cannot be read */
export function parseFenceInfo(info: string): FenceInfo {
  const [, language, inside] = INFO.exec(info) ?? fail(`a fence says ${info}`);
  const text = (inside ?? "").trim();
  const classes: string[] = [];
  const attributes: Record<string, string> = {};
  let id: string | undefined;
  for (ITEM.lastIndex = 0; ITEM.lastIndex < text.length;) {
    const [, mark, word, key, quoted, plain] = ITEM.exec(text) ?? fail(`a fence says {${text}}`);
    if (mark === "#") id = word!;
    else if (mark === ".") classes.push(word!);
    else attributes[key!] = quoted ?? plain!;
  }
  return { language: language!, classes, ...(id !== undefined && { id }), attributes };
}

function fail(message: string): never {
  throw new Error(message);
}
