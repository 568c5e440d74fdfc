// Who may see the looks (draft, "Access").
import { ACCESS_MODELS, bareJid } from "@status-scheme/protocol";
import type { Access, AccessModel } from "@status-scheme/protocol";
import type { EditorState } from "../model/index.ts";
import type { Context } from "./context.ts";
import { openDialog } from "./dialog.ts";
import { createField } from "./field.ts";
import { h, mark, uniqueId, write } from "./h.ts";
import { tellFailure, tellLimit } from "./tell.ts";

export interface AudienceView {
  readonly update: (state: EditorState) => void;
}

export function openAudience(context: Context, onClose: () => void): AudienceView {
  const { editor, words, format, live } = context;
  let access: Access | undefined;
  let model: AccessModel = "presence";
  const name = uniqueId("model");
  const groups = h("fieldset", { class: "groups" });
  const { limits, keeper } = editor.state();
  const most = limits["access-entries"];
  const allowed = createField(
    words.access.allowed,
    h("textarea", { rows: 4, spellcheck: false }),
    words.access.most(format.number(most)),
  );
  const details: Partial<Record<AccessModel, HTMLElement>> = { roster: groups, whitelist: allowed.element };
  const radios = ACCESS_MODELS.map((one) => {
    const input = h("input", { type: "radio", name, value: one, onchange: () => choose(one) });
    return { one, input };
  });
  const hints =
    keeper === "client" ? { ...words.access.hints, whitelist: words.access.contactsOnly } : words.access.hints;
  const options = radios.flatMap(({ one, input }) => [
    h(
      "label",
      // What this client serves goes to contacts alone, whoever else may.
      { class: "option", hidden: keeper === "client" && one === "open" },
      input,
      h("span", {}, h("b", {}, words.access.models[one]), h("small", {}, hints[one])),
    ),
    details[one],
  ]);
  const blockedCount = h("summary");
  const blockedList = h("ul");
  const blocked = h("details", { class: "blocked" }, blockedCount, blockedList);
  const error = h("p", { class: "error", role: "alert" });
  const save = h("button", { type: "submit", class: "primary", disabled: true }, words.save);
  save.setAttribute("form", "audience");
  const form = h(
    "form",
    { id: "audience", novalidate: "" },
    h("div", { role: "radiogroup", "aria-label": words.access.title, class: "options" }, ...options),
    blocked,
    error,
  );
  const dialog = openDialog(context, {
    title: words.access.title,
    body: [form],
    actions: [h("button", { type: "button", onclick: () => dialog.close() }, words.cancel), save],
    onClose,
  });

  const choose = (next: AccessModel) => {
    model = next;
    for (const { one, input } of radios) input.checked = one === next;
    for (const [one, element] of Object.entries(details)) element.hidden = one !== next;
  };
  /** Undefined: one of them is none, and the person has been told. */
  const addresses = (): string[] | undefined => {
    const lines = allowed.control.value
      .split(/[\n,]/)
      .map((line) => line.trim())
      .filter(Boolean);
    const wrong = lines.find((line) => jidOf(line) === undefined);
    const tooMany = lines.length > most ? tellLimit(context, "access-entries", most, lines.length) : "";
    allowed.complain(wrong === undefined ? tooMany : words.access.badAddress(wrong));
    if (wrong === undefined && tooMany === "") return lines.map((line) => jidOf(line)!);
    allowed.control.focus();
    return undefined;
  };
  const isDone = async () => {
    const chosen = [...groups.querySelectorAll<HTMLInputElement>("input:checked")].map(({ value }) => value);
    if (model !== "whitelist") return editor.setAccess({ model, ...(model === "roster" && { groups: chosen }) });
    const people = addresses();
    return people !== undefined && editor.setAccess({ model, allowed: people });
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void isDone().then((done) => {
      if (!done) return;
      dialog.close();
      live.say(words.access.saved);
    });
  });
  choose(model);
  void editor.loadAccess();

  const fill = (now: Access, known: readonly string[]) => {
    choose(keeper === "client" && now.model === "open" ? "presence" : now.model);
    allowed.control.value = now.allowed.join("\n");
    const all = [...new Set([...now.groups, ...known])];
    groups.replaceChildren(
      h("legend", {}, words.access.groups),
      ...all.map((value) =>
        h(
          "label",
          {},
          h("input", { type: "checkbox", value, checked: now.groups.includes(value) }),
          h("span", {}, value),
        ),
      ),
      (all.length === 0 && h("p", { class: "hint" }, words.access.noGroups)) || "",
    );
    write(blockedCount, words.access.blocked(now.blocked.length));
    blockedList.replaceChildren(...now.blocked.map((jid) => h("li", {}, jid)));
    mark(blocked, "hidden", now.blocked.length === 0);
    save.disabled = false;
  };
  mark(blocked, "hidden", true);
  return {
    update({ access: now, groups: known, failed }) {
      // What is being typed is not written over.
      if (now && now.version !== access?.version) fill(now, known);
      access = now;
      write(error, failed.access ? tellFailure(failed.access, context) : "");
    },
  };
}

function jidOf(text: string): string | undefined {
  try {
    return bareJid(text);
  } catch {
    return undefined;
  }
}
