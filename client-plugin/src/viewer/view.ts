// What a view shows for each contact, told only when it changed.
import type { Look, Medium, MediumKind, Stamp } from "@status-scheme/protocol";
import type { Shown, ShownLook } from "../api.ts";
import type { Reader } from "./languages.ts";
import type { MediaAtHand } from "./look-media.ts";
import { OFFLINE } from "./state.ts";
import type { Resource, State } from "./state.ts";

/** What is decided about a contact. */
export interface Picture extends Pick<MediaAtHand, "here" | "coming"> {
  readonly contact: string;
  readonly resource: Resource | undefined;
  readonly state: State;
  readonly look: Look | undefined;
  /** Of the scheme the look is from. */
  readonly stamp: Stamp | undefined;
  /** Of the look's media. What of them is neither here nor coming is not to be had for now. */
  readonly wanted: readonly Medium[];
  readonly fresh: boolean;
}

type Kinds = readonly MediumKind[];

export interface View {
  readonly show: (picture: Picture) => void;
  readonly shown: (contact: string) => Shown;
  /** Shows the contact as not logged in, and nothing more. */
  readonly forget: (contact: string) => void;
}

export function createView(read: Reader, onLook: (shown: Shown) => void): View {
  const last = new Map<string, { readonly picture: Picture; readonly givenUp: Kinds; readonly shown: Shown }>();
  const grey = (contact: string) => last.get(contact) ?? greyOf(contact, read);
  const view: View = {
    show(picture) {
      const before = grey(picture.contact);
      const givenUp = givenUpIn(picture, isSameLook(picture, before.picture) ? before.givenUp : []);
      const status = picture.resource && read(picture.resource.status);
      const isSaid = status === before.shown.status && givenUp.join() === before.givenUp.join();
      if (isSaid && looksTheSame(picture, before.picture)) return;
      const shown = compose(picture, givenUp, status, read);
      last.set(picture.contact, { picture, givenUp, shown });
      onLook(shown);
    },
    shown: (contact) => grey(contact).shown,
    forget(contact) {
      view.show(greyOf(contact, read).picture);
      last.delete(contact);
    },
  };
  return view;
}

function greyOf(contact: string, read: Reader) {
  const picture: Picture = {
    contact,
    resource: undefined,
    state: OFFLINE,
    look: undefined,
    stamp: undefined,
    wanted: [],
    here: [],
    coming: [],
    fresh: true,
  };
  return { picture, givenUp: [], shown: compose(picture, [], undefined, read) };
}

/** A look is named by its stamp and state. */
function isSameLook(a: Picture, b: Picture): boolean {
  return a.look?.state === b.look?.state && (!a.look || a.stamp === b.stamp);
}

/** What was given up before stays so until it is here: that it is tried again is not to be seen. */
function givenUpIn({ wanted, here, coming }: Picture, before: Kinds): Kinds {
  const kinds = wanted.map(({ kind }) => kind).filter((kind) => before.includes(kind) || !coming.includes(kind));
  return kinds.filter((kind) => !here.some((medium) => medium.kind === kind));
}

/** But for the status, and what was given up. */
function looksTheSame(a: Picture, b: Picture): boolean {
  return (
    a.resource?.resource === b.resource?.resource &&
    a.state.state === b.state.state &&
    a.state.show === b.state.show &&
    a.state.until === b.state.until &&
    a.fresh === b.fresh &&
    isSameLook(a, b) &&
    a.here.length === b.here.length &&
    a.here.every(({ bytes }, index) => bytes === b.here[index]!.bytes)
  );
}

function compose(
  { contact, resource, state, look, stamp, here, fresh }: Picture,
  givenUp: Kinds,
  status: string | undefined,
  read: Reader,
): Shown {
  return {
    contact,
    ...(resource && { resource: resource.resource }),
    loggedIn: resource !== undefined,
    ...state,
    ...(status !== undefined && { status }),
    ...(look && { look: composeLook(look, here, givenUp, read) }),
    ...(look && stamp !== undefined && { stamp }),
    fresh,
  };
}

function composeLook(look: Look, here: Picture["here"], givenUp: Kinds, read: Reader): ShownLook {
  const text = read(look.text);
  return {
    state: look.state,
    ...(text !== undefined && { text }),
    texts: look.text,
    offered: look.media.map(({ kind }) => kind),
    ...(givenUp.length > 0 && { givenUp }),
    media: here,
  };
}
