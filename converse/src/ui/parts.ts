// What the plugin's elements in Converse's page work with.
import type { Messages } from "../i18n/index.ts";
import type { Looks } from "../looks.ts";
import type { OwnState } from "../own-state.ts";
import type { Session } from "../session.ts";
import type { Api, Converse, Env } from "../types.ts";

export interface UiParts {
  readonly converse: Converse;
  readonly api: Api;
  readonly env: Env;
  readonly looks: Looks;
  readonly own: OwnState;
  /** Of the account that is logged in. */
  readonly session: () => Session | undefined;
  /** Nothing of the account's is kept in this browser after that. */
  readonly forgetsAtLogout: () => boolean;
  readonly messages: () => Messages;
  readonly openDialog: () => void;
  readonly openEditor: () => void;
}
