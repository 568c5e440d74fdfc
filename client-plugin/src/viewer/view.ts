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
  const last = new Map<string, { readonly picture: Picture; readonly shown: Shown }>();
  const grey = (contact: string) => last.get(contact) ?? greyOf(contact, languages);
  const view: View = {
    show(picture) {
      const before = grey(picture.contact);
      const status = picture.resource && pickText(picture.resource.status, languages);
      if (looksTheSame(picture, before.picture) && status === before.shown.status) return;
      const shown = compose(picture, status, languages);
      last.set(picture.contact, { picture, shown });
      onLook(shown);
    },
    shown: (contact) => grey(contact).shown,
    forget(contact) {
      view.show(greyOf(contact, languages).picture);
      last.delete(contact);
    },
  };
  return view;
}

function greyOf(contact: string, languages: readonly string[]) {
  const picture: Picture = {
    contact,
    resource: undefined,
    state: OFFLINE,
    look: undefined,
    stamp: undefined,
    media: [],
    fresh: true,
  };
  return { picture, shown: compose(picture, undefined, languages) };
}

/** But for the status. A look is named by its stamp and state. */
function looksTheSame(a: Picture, b: Picture): boolean {
  return (
    a.resource?.resource === b.resource?.resource &&
    a.state.state === b.state.state &&
    a.state.show === b.state.show &&
    a.state.until === b.state.until &&
    a.fresh === b.fresh &&
    a.look?.state === b.look?.state &&
    (!a.look || a.stamp === b.stamp) &&
    a.media.length === b.media.length &&
    a.media.every(({ resident }, index) => resident === b.media[index]!.resident)
  );
}

function compose(picture: Picture, status: string | undefined, languages: readonly string[]): Shown {
  const { contact, resource, state, look, stamp, media, fresh } = picture;
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
    offered: look.media.map(({ kind }) => kind),
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
