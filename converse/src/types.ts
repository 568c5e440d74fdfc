// What of Converse.js 14 the plugin uses, besides its host: settings, elements, dialogs and lit, which is Converse's own.
import type { HostApi } from "./host/types.ts";

/** A template of lit's. */
export type Template = unknown;
export interface Env {
  readonly html: (strings: TemplateStringsArray, ...values: unknown[]) => Template;
  readonly nothing: unknown;
  readonly log: { readonly warn: (message: string) => void };
}
/** A model of Converse's: a contact, a chat, the own profile. */
export interface Model {
  readonly get: (attribute: string) => unknown;
  /** Sets and keeps. `silent`: its listeners are not called. */
  readonly save: (attributes: Readonly<Record<string, unknown>>, options?: { readonly silent?: boolean }) => void;
  readonly on: (event: string, listener: () => void) => void;
  readonly off: (event: string, listener: () => void) => void;
  readonly getDisplayName: () => string;
}
/** An element of Converse's: of lit, without shadow DOM. */
export interface ConverseElement extends HTMLElement {
  readonly model: Model;
  readonly requestUpdate: () => void;
  render(): Template;
  connectedCallback(): void;
  disconnectedCallback(): void;
  updated(changed: unknown): void;
}
export interface Dialog extends ConverseElement {
  initialize(): void;
  getModalTitle(): Template;
  renderModal(): Template;
  renderModalFooter(): Template;
  close(): void;
  /** A message above all, for some seconds. */
  alert: (message: string, type?: "info" | "danger") => void;
}
export type Class<T> = abstract new (...given: never[]) => T;
/** A class to be extended. */
export type Base<T> = new (...given: unknown[]) => T;

export interface Api extends HostApi {
  /** The answer; null: there was none in time. Without `reject`, also an error. @throws Error while there is no connection */
  readonly sendIQ: (iq: Element, timeoutMs?: number, reject?: boolean) => Promise<Element | null>;
  readonly settings: {
    readonly extend: (defaults: Readonly<Record<string, unknown>>) => void;
    readonly get: (name: string) => unknown;
  };
  readonly elements: {
    readonly define: (name: string, element: Class<HTMLElement>) => void;
    readonly registry: Readonly<Record<string, Base<ConverseElement>>>;
  };
  readonly modal: { readonly show: (name: string, properties?: object) => unknown };
}
export interface Converse {
  readonly api: Api;
  readonly exports: { readonly BaseModal: Base<Dialog>; readonly CustomElement: Base<ConverseElement> };
  readonly session: Pick<Model, "get">;
  readonly state: { readonly profile?: Model; readonly config: Pick<Model, "get">; readonly roster?: Iterable<Model> };
}
/** `window.converse` */
export interface ConverseGlobal {
  readonly env: Env;
  readonly plugins: {
    readonly add: (
      name: string,
      plugin: {
        readonly dependencies: readonly string[];
        initialize: (this: { readonly _converse: Converse }) => void;
      },
    ) => void;
  };
}
