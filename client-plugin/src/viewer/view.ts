// What a view shows for each contact, told only when it changed.
import type { Look, Medium, Stamp } from "@status-scheme/protocol";
import type { Shown, ShownLook, ShownMedium } from "../api.ts";
import { pickText } from "./languages.ts";
import type { Resident } from "./media-urls.ts";
import { OFFLINE } from "./state.ts";
import type { Resource, State } from "./state.ts";

/** What is decided about a contact. */
export interface Picture {
  readonly contact: string;
  readonly resource: Resource | undefined;
  readonly state: State;
  readonly look: Look | undefined;
  /** Of the scheme the look is from. */
  readonly stamp: Stamp | undefined;
  /** The look's media that are here. */
  readonly media: readonly { readonly medium: Medium; readonly resident: Resident }[];
  readonly fresh: boolean;
}

export interface View {
  readonly show: (picture: Picture) => void;
  readonly shown: (contact: string) => Shown;
  /** Shows the contact as not logged in, and nothing more. */
  readonly forget: (contact: string) => void;
}

export function createView(languages: readonly string[], onLook: (shown: Shown) => void): View {
  const last = new Map<string, { readonly shown: Shown; readonly digest: string }>();
  const grey = (contact: string): Picture => ({
    contact,
    resource: undefined,
    state: OFFLINE,
    look: undefined,
    stamp: undefined,
    media: [],
    fresh: true,
  });
  const view: View = {
    show(picture) {
      const { contact } = picture;
      const digest = digestOf(picture);
      if (digest === (last.get(contact)?.digest ?? digestOf(grey(contact)))) return;
      const shown = compose(picture, languages);
      last.set(contact, { shown, digest });
      onLook(shown);
    },
    shown: (contact) => last.get(contact)?.shown ?? compose(grey(contact), languages),
    forget(contact) {
      view.show(grey(contact));
      last.delete(contact);
    },
  };
  return view;
}

/** Two pictures with the same digest look the same: a look is named by its stamp and state. */
function digestOf({ resource, state, look, stamp, media, fresh }: Picture): string {
  return JSON.stringify([
    resource?.resource,
    resource?.status,
    state,
    look && [stamp, look.state, media.map(({ medium }) => [medium.kind, medium.hash])],
    fresh,
  ]);
}

function compose(
  { contact, resource, state, look, stamp, media, fresh }: Picture,
  languages: readonly string[],
): Shown {
  const status = resource && pickText(resource.status, languages);
  return {
    contact,
    ...(resource && { resource: resource.resource }),
    loggedIn: resource !== undefined,
    ...state,
    ...(status !== undefined && { status }),
    ...(look && { look: composeLook(look, media, languages) }),
    ...(look && stamp !== undefined && { stamp }),
    fresh,
  };
}

function composeLook(look: Look, media: Picture["media"], languages: readonly string[]): ShownLook {
  const text = pickText(look.text, languages);
  return {
    state: look.state,
    ...(text !== undefined && { text }),
    texts: look.text,
    media: media.map(({ medium, resident }) => composeMedium(medium, resident, languages)),
  };
}

function composeMedium(medium: Medium, resident: Resident, languages: readonly string[]): ShownMedium {
  const { kind, mediaType, size, width, height, length, hash } = medium;
  const desc = pickText(medium.desc, languages);
  return {
    kind,
    mediaType,
    size,
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(length !== undefined && { length }),
    hash,
    ...(desc !== undefined && { desc }),
    bytes: resident.bytes,
    // Made when it is asked for: a data: URL is as large as the medium.
    get url() {
      return resident.url;
    },
  };
}
