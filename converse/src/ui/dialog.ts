// The dialog: the own state, and what the person wants to see. It is Converse's own kind of dialog, opened from the profile.
import { BASE_STATES } from "@status-scheme/protocol/viewing";
import type { BaseState } from "@status-scheme/protocol";
import { MOTIONS, SOUNDS } from "../choices.ts";
import type { Choices } from "../choices.ts";
import { withDialogs } from "../i18n/dialogs.ts";
import type { DialogMessages } from "../i18n/dialogs.ts";
import type { Template } from "../types.ts";
import { modalOf } from "./modal.ts";
import type { UiParts } from "./parts.ts";
import { wordsOf } from "./words.ts";

const MOTION_WORDS = { auto: "motionAuto", animate: "motionAnimate", still: "motionStill", off: "motionOff" } as const;
const SOUND_WORDS = { click: "soundClick", off: "soundOff" } as const;

export function createDialog(parts: UiParts) {
  const { converse, own, session, openEditor } = parts;
  const messages = () => withDialogs(parts.messages());
  const { html, nothing } = parts.env;
  return class extends modalOf(parts) {
    override getModalTitle(): Template {
      return messages().title;
    }
    override renderModalFooter(): Template {
      return nothing;
    }
    override renderModal(): Template {
      const chosen = session()?.choices.get();
      if (!chosen) return nothing;
      return html`${chosen.enabled ? this.#state() : nothing}${this.#seeing(chosen)}`;
    }

    #state(): Template {
      const words = messages();
      const shown = own.shown();
      return html`<form
        class="converse-form status-scheme-form"
        lang=${words.language}
        dir=${words.direction}
        @submit=${this.#setState}
      >
        ${
          shown
            ? html`<div class="status-scheme-now">
                <status-look size="64" .shown=${shown}></status-look>
                <div>
                  <small>${words.nowShown}</small><bdi>${wordsOf(shown, words) || nameOf(shown.state, words)}</bdi>
                </div>
              </div>`
            : nothing
        }
        <fieldset>
          <legend>${words.mine}</legend>
          <div class="status-scheme-fields">
            <label for="status-scheme-state">${words.myState}</label>
            <select id="status-scheme-state" name="state" class="form-select">
              ${states(own.looks()).map(
                (state) =>
                  html`<option value=${state} ?selected=${state === shown?.state}>${nameOf(state, words)}</option>`,
              )}
            </select>
            <label for="status-scheme-text">${words.text}</label>
            <input
              id="status-scheme-text"
              name="text"
              dir="auto"
              class="form-control"
              maxlength="500"
              autocomplete="off"
            />
            <label for="status-scheme-until">${words.until}</label>
            <input
              id="status-scheme-until"
              name="until"
              type="datetime-local"
              class="form-control"
              aria-describedby="status-scheme-until-hint"
            />
            <span></span><small id="status-scheme-until-hint">${words.untilHint}</small>
          </div>
        </fieldset>
        <div class="d-flex gap-2 mb-3">
          <button type="submit" class="btn btn-primary">${words.apply}</button>
          <button type="button" class="btn btn-secondary status-scheme-edit" @click=${this.#edit}>${words.edit}</button>
        </div>
      </form>`;
    }
    #seeing(chosen: Choices): Template {
      const words = messages();
      const option = (value: string, text: string, now: string) =>
        html`<option value=${value} ?selected=${value === now}>${text}</option>`;
      return html`<form
        class="converse-form status-scheme-form"
        lang=${words.language}
        dir=${words.direction}
        @change=${this.#choose}
        @submit=${stay}
      >
        <fieldset>
          <legend>${words.seeing}</legend>
          <div class="form-check form-switch mb-2">
            <input
              id="status-scheme-enabled"
              name="enabled"
              type="checkbox"
              role="switch"
              class="form-check-input"
              .checked=${chosen.enabled}
            />
            <label class="form-check-label" for="status-scheme-enabled">${words.enabled}</label>
          </div>
          <div class="status-scheme-fields" ?hidden=${!chosen.enabled}>
            <label for="status-scheme-motion">${words.motion}</label>
            <select id="status-scheme-motion" name="motion" class="form-select">
              ${MOTIONS.map((motion) => option(motion, words[MOTION_WORDS[motion]], chosen.motion))}
            </select>
            <label for="status-scheme-sound">${words.sound}</label>
            <select id="status-scheme-sound" name="sound" class="form-select">
              ${SOUNDS.map((sound) => option(sound, words[SOUND_WORDS[sound]], chosen.sound))}
            </select>
            <label for="status-scheme-whose">${words.whose}</label>
            <select id="status-scheme-whose" name="whose" class="form-select">
              ${option("all", words.everybody, chosen.contacts ? "these" : "all")}
              ${option("these", words.these, chosen.contacts ? "these" : "all")}
            </select>
          </div>
          ${chosen.enabled && chosen.contacts ? this.#contacts(chosen.contacts) : nothing}
        </fieldset>
      </form>`;
    }
    #contacts(chosen: readonly string[]): Template {
      const contacts = [...(converse.state.roster ?? [])]
        .map((contact) => ({ jid: String(contact.get("jid")), name: contact.getDisplayName() }))
        .sort((one, other) => one.name.localeCompare(other.name));
      return html`<div class="status-scheme-contacts" role="group" aria-label=${messages().these}>
        ${contacts.map(
          ({ jid, name }, index) =>
            html`<div class="form-check">
              <input
                id="status-scheme-contact-${index}"
                name="contact"
                type="checkbox"
                class="form-check-input"
                value=${jid}
                .checked=${chosen.includes(jid)}
              />
              <label class="form-check-label" for="status-scheme-contact-${index}"><bdi>${name}</bdi></label>
            </div>`,
        )}
      </div>`;
    }

    readonly #setState = (event: SubmitEvent) => {
      event.preventDefault();
      const form = new FormData(event.target as HTMLFormElement);
      const [text, end] = [String(form.get("text")).trim(), String(form.get("until"))];
      const until = end === "" ? undefined : new Date(end);
      if (until && until.getTime() <= Date.now()) {
        this.alert(messages().past, "danger");
        return;
      }
      own.set(String(form.get("state")), { ...(text !== "" && { status: text }), ...(until && { until }) }).then(
        () => this.alert(messages().applied),
        () => this.alert(messages().failed, "danger"),
      );
    };
    readonly #edit = () => {
      this.addEventListener("hidden.bs.modal", openEditor, { once: true });
      this.close();
    };
    readonly #choose = (event: Event) => {
      const form = new FormData(event.currentTarget as HTMLFormElement);
      // By what was changed alone: what is not to be seen now is not in the form either.
      const change = changes[(event.target as HTMLInputElement).name]?.(form);
      if (change) session()?.choices.set(change);
      this.requestUpdate();
    };
  };
}

/** What a control of the form chooses, by its name. */
const changes: Readonly<Record<string, (form: FormData) => Partial<Choices> | undefined>> = {
  enabled: (form) => ({ enabled: form.has("enabled") }),
  motion: (form) => known("motion", MOTIONS, form),
  sound: (form) => known("sound", SOUNDS, form),
  whose: (form) => ({ contacts: form.get("whose") === "these" ? [] : undefined }),
  contact: (form) => ({ contacts: form.getAll("contact").map(String) }),
};

function known<Name extends "motion" | "sound">(
  name: Name,
  values: readonly Choices[Name][],
  form: FormData,
): Partial<Choices> | undefined {
  const value = values.find((one) => one === form.get(name));
  return value && { [name]: value };
}

/** The base states one can be in, and one's own. */
function states(looks: readonly { readonly state: string }[] = []): readonly string[] {
  const base: readonly string[] = BASE_STATES.filter((state) => state !== "offline");
  return [...base, ...looks.map(({ state }) => state).filter((state) => !base.includes(state) && state !== "offline")];
}

/** A state of one's own by its token, in words: "in_a_meeting" is "in a meeting". */
function nameOf(state: string, words: DialogMessages): string {
  if (state === "offline") return state;
  return (BASE_STATES as readonly string[]).includes(state)
    ? words[state as Exclude<BaseState, "offline">]
    : state.replaceAll("_", " ");
}

function stay(event: Event): void {
  event.preventDefault();
}
