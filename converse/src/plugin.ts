// The plugin: its settings, its elements in Converse's page, and the core for whoever is logged in.
import { declareSettings } from "./choices.ts";
import { languagesOf, messagesFor } from "./i18n/index.ts";
import { createLooks } from "./looks.ts";
import { createOwnState } from "./own-state.ts";
import { createPageLooks } from "./page-looks.ts";
import { createPart, importDialog, importEditor } from "./parts.ts";
import { createSession } from "./session.ts";
import type { Session } from "./session.ts";
import type { Base as BaseOf, Converse, ConverseGlobal } from "./types.ts";
import { detailsWithLook } from "./ui/details.ts";
import { headingWithLook } from "./ui/heading.ts";
import type { UiParts } from "./ui/parts.ts";
import { profileWithLook } from "./ui/profile.ts";
import { rowWithLook } from "./ui/row.ts";
import { addStyles } from "./ui/styles.ts";

export const NAME = "status-scheme";
const DIALOG = "status-scheme-dialog";
const EDITOR_DIALOG = "status-scheme-editor-dialog";

/** Those whose elements and features are there before ours. */
const DEPENDENCIES = [
  "converse-disco",
  "converse-roster",
  "converse-rosterview",
  "converse-chatview",
  "converse-profile",
  "converse-modal",
];

/** Registers the plugin; before `converse.initialize()`. */
export function addPlugin(converse: ConverseGlobal): void {
  converse.plugins.add(NAME, {
    dependencies: DEPENDENCIES,
    initialize() {
      initialize(this._converse, converse);
    },
  });
}

function initialize(converse: Converse, { env }: ConverseGlobal): void {
  const { api } = converse;
  const onError = (error: unknown) => env.log.warn(`${NAME}: ${String(error)}`);
  declareSettings(api);
  let session: Session | undefined;
  const page = createPageLooks(onError);
  const looks = createLooks(onError);
  const own = createOwnState(converse, onError);

  const show = () => {
    const schemes = session?.schemes();
    const chosen = session?.choices.get();
    page.use(schemes, chosen);
    looks.use(schemes, chosen?.contacts);
    own.use(session);
  };
  const stop = () => {
    session?.stop();
    session = undefined;
    show();
  };
  /** Before anything comes over the connection; again at each connection. */
  const login = () => {
    const account = String(converse.session.get("bare_jid"));
    if (session?.account === account) return;
    session?.stop();
    session = createSession({ api, account, onError, onChange: show });
    show();
  };
  api.listen.on("beforeResourceBinding", login);
  // A BOSH session that is taken up again binds nothing.
  api.listen.on("afterResourceBinding", login);
  api.listen.on("logout", stop);
  /** As Converse clears its own caches, at the end of each session: on a computer that is not the person's. */
  const forgetsAtLogout = () => !converse.state.config.get("trusted") || !!api.settings.get("clear_cache_on_logout");
  api.listen.on("clearSession", async () => {
    const left = session;
    stop();
    if (forgetsAtLogout()) await left?.forget().catch(onError);
  });

  /** Shows a dialog that is loaded when it is opened for the first time. */
  const open = (name: string, load: () => Promise<Base>) => {
    const part = createPart(async () => customElements.define(name, await load()));
    return () => void part().then(() => api.modal.show(name), onError);
  };
  const parts: UiParts = {
    converse,
    api,
    env,
    looks,
    own,
    session: () => session,
    forgetsAtLogout,
    messages: () => messagesFor(languagesOf(api)),
    openDialog: open(DIALOG, async () => (await importDialog()).createDialog(parts)),
    openEditor: open(EDITOR_DIALOG, async () => (await importEditor()).createEditorDialog(parts)),
  };
  const { define, registry } = api.elements;
  const extend = <E>(name: string, extended: (base: BaseOf<E>, parts: UiParts) => Base) =>
    define.call(api.elements, name, extended(registry[name] as BaseOf<E> & Base, parts));
  extend("converse-roster-contact", rowWithLook);
  extend("converse-chat-heading", headingWithLook);
  extend("converse-user-profile", profileWithLook);
  extend("converse-user-details-modal", detailsWithLook);
  addStyles();
}
type Base = Converse["api"]["elements"]["registry"][string];
