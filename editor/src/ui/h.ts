// DOM in one expression. Text goes in as text alone: nothing here parses HTML.

type Child = Node | string | false | undefined;
type Props = Readonly<Record<string, unknown>>;

/** `on…` are listeners, `class` and what has a dash are attributes, as is what the element has no property for. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined) continue;
    if (typeof value === "function" && name.startsWith("on"))
      element.addEventListener(name.slice(2), value as EventListener);
    else if (name in element && !name.includes("-")) Object.assign(element, { [name]: value });
    else element.setAttribute(name, String(value));
  }
  element.append(...children.filter((child) => child !== undefined && child !== false));
  return element;
}

/** The text, where it is another: screen readers read what is written again. */
export function write(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** The attribute; `undefined` and false take it away, true is an empty one. */
export function mark(element: Element, name: string, value: string | boolean | undefined): void {
  if (value === undefined || value === false) element.removeAttribute(name);
  else if (element.getAttribute(name) !== (value === true ? "" : value)) {
    element.setAttribute(name, value === true ? "" : value);
  }
}

/** These children in this order, moving none that is in its place already: what has the focus keeps it. */
export function arrange(parent: Element, children: readonly Element[]): void {
  const wanted = new Set(children);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  children.forEach((child, index) => {
    const there = parent.children[index];
    if (there !== child) parent.insertBefore(child, there ?? null);
  });
}

let count = 0;
/** For `id` and what refers to it. */
export const uniqueId = (name: string): string => `${name}-${String(++count)}`;
