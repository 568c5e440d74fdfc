// The page of its own: logs in, says what the person is now, and shows the editor. Its markup is editor/page/index.html.
import { wordsFor } from "../i18n/index.ts";
import { defineSchemeEditor } from "../ui/define.ts";
import { h, mark, write } from "../ui/h.ts";
import { THEME } from "../ui/css/theme.ts";
import { getSession, readConfig } from "./config.ts";
import type { Session } from "./config.ts";
import { connect } from "./connection.ts";
import { PAGE } from "./css.ts";
import { createLoginForm } from "./login-form.ts";
import { createNowRow } from "./now-row.ts";

defineSchemeEditor();
const config = readConfig(document);
const words = wordsFor(navigator.languages);
const said = words.words.page;
document.documentElement.lang = words.format.language;
document.title = said.title;

const sheet = new CSSStyleSheet();
sheet.replaceSync(THEME + PAGE);
const host = document.body.appendChild(h("div"));
const root = host.attachShadow({ mode: "open" });
root.adoptedStyleSheets = [sheet];
// A file that misses its place must not take the page's.
for (const type of ["dragover", "drop"]) document.addEventListener(type, (event) => event.preventDefault());

const open = async (session: Session) => {
  const link = h("p", { role: "status" });
  const showLink = (isUp: boolean) => {
    write(link, isUp ? said.signedIn(session.jid) : said.lost);
    mark(link, "data-tone", isUp ? undefined : "bad");
  };
  const { account, schemes, ask, stop } = await connect(session, showLink);
  const editor = h("scheme-editor", { schemes, account, ask, starters: config.starters });
  const leave = h("button", { type: "button", class: "quiet" }, said.logout);
  const bar = h("div", { class: "account" }, link, config.session === undefined && leave);
  root.replaceChildren(bar, editor);
  const now = createNowRow({ ...words, editor: editor.editor!, schemes });
  editor.before(now.element);
  leave.addEventListener("click", () => {
    const model = editor.editor!;
    if (model.state().dirty && !confirm(said.leave)) return;
    model.discard();
    now.stop();
    root.replaceChildren(form());
    void stop().catch(() => undefined);
  });
};
const form = () => createLoginForm(words, config.websocket, open);

if (config.session) {
  root.replaceChildren(h("p", { class: "waiting", role: "status" }, said.busy));
  getSession(config.session)
    .then(open)
    .catch(() => {
      root.replaceChildren(h("p", { class: "waiting error", role: "alert" }, said.away));
    });
} else {
  root.replaceChildren(form());
}
