// Logging in: address and password; the server's own address only where it cannot be found.
import { bareJid, parseJid } from "@status-scheme/protocol";
import type { Words } from "../i18n/index.ts";
import { createField } from "../ui/field.ts";
import { h, mark, write } from "../ui/h.ts";
import { LoginFailure } from "./connection.ts";
import type { Session } from "./config.ts";
import { discoverWebsocket, mayConnect } from "./discover.ts";

/** `login` rejects with LoginFailure. */
export function createLoginForm(
  { words }: Words,
  websocket: string,
  login: (session: Session) => Promise<void>,
): HTMLElement {
  const said = words.page;
  const jid = createField(
    said.jid,
    h("input", {
      type: "text",
      autocomplete: "username",
      autocapitalize: "none",
      spellcheck: false,
      placeholder: "juliet@example.org",
      autofocus: true,
    }),
  );
  const password = createField(said.password, h("input", { type: "password", autocomplete: "current-password" }));
  const service = createField(
    said.service,
    h("input", { type: "url", value: websocket, placeholder: "wss://example.org/xmpp-websocket" }),
  );
  const details = h(
    "details",
    { open: websocket === "" ? undefined : true },
    h("summary", {}, words.more),
    service.element,
  );
  const error = h("p", { class: "error", role: "alert" });
  const submit = h("button", { type: "submit", class: "primary" }, said.login);
  const fail = (text: string) => write(error, text);

  const run = async () => {
    const account = jidOf(jid.control.value.trim());
    jid.complain(account === undefined ? said.badJid : "");
    if (account === undefined) return jid.control.focus();
    const given = service.control.value.trim();
    const isGood = given === "" || mayConnect(given);
    service.complain(isGood ? "" : said.badService);
    if (!isGood) return service.control.focus();
    const found = given || (await discoverWebsocket(parseJid(account).domain));
    if (!found) {
      details.open = true;
      fail(said.notFound);
      return service.control.focus();
    }
    await login({ jid: account, password: password.control.value, websocket: found });
  };
  const form = h(
    "form",
    { novalidate: "", class: "login" },
    h("h1", {}, said.title),
    h("p", { class: "hint" }, words.intro),
    jid.element,
    password.element,
    details,
    error,
    submit,
  );
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (submit.disabled) return;
    submit.disabled = true;
    write(submit, said.busy);
    fail("");
    mark(form, "aria-busy", "true");
    run()
      .catch((problem: unknown) => fail(problem instanceof LoginFailure ? said[problem.why] : words.failures.internal))
      .finally(() => {
        submit.disabled = false;
        write(submit, said.login);
        mark(form, "aria-busy", undefined);
      });
  });
  return form;
}

/** Bare, with a name before the domain; undefined: none. */
function jidOf(text: string): string | undefined {
  try {
    return parseJid(text).local === undefined ? undefined : bareJid(text);
  } catch {
    return undefined;
  }
}
