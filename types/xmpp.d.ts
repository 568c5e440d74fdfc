// @xmpp/client 0.14 and @xmpp/component 0.13 ship no types: the part this project uses, one description for both,
// because both are the same entity of xmpp.js (https://github.com/xmppjs/xmpp.js).
declare module "@xmpp/entity" {
  import type { EventEmitter } from "node:events";
  import type Element from "ltx/lib/Element.js";

  export interface Jid {
    local: string;
    domain: string;
    resource: string;
    bare(): Jid;
    toString(): string;
  }
  export interface IncomingContext {
    stanza: Element;
    element?: Element;
    name: string;
    type: string;
    id: string;
    from: Jid | null;
    to: Jid | null;
  }
  export type Next = () => Promise<unknown>;
  export type IqHandler = (ctx: IncomingContext & { element: Element }, next: Next) => unknown;
  /** A socket of node:net, node:tls or xmpp.js's WebSocket wrapper: whatever the transport has. */
  export interface XmppSocket extends EventEmitter {
    setEncoding?(encoding: string): void;
    setNoDelay?(on: boolean): void;
    setKeepAlive?(on: boolean, delay?: number): void;
    readonly writableCorked?: number;
    cork?(): void;
    uncork?(): void;
    end(): void;
    destroy?(): void;
    write(data: string, callback?: (error?: Error) => void): boolean;
  }
  export interface XmppEntity extends EventEmitter {
    jid: Jid | null;
    status: string;
    socket: XmppSocket | null;
    parser: (EventEmitter & { write(data: string): void }) | null;
    timeout: number;
    options: Record<string, unknown>;
    start(): Promise<Jid>;
    stop(): Promise<unknown>;
    disconnect(timeout?: number): Promise<unknown>;
    send(stanza: Element): Promise<void>;
    sendMany?(stanzas: Iterable<Element>): Promise<void>;
    write(data: string): Promise<void>;
    isStanza(element: Element): boolean;
    iqCaller: {
      request(stanza: Element, timeoutMs?: number): Promise<Element>;
      readonly handlers: Map<string, { resolve(reply: Element): void; reject(error: Error): void }>;
    };
    iqCallee: {
      get(ns: string, name: string, handler: IqHandler): void;
      set(ns: string, name: string, handler: IqHandler): void;
    };
    middleware: { use(fn: (ctx: IncomingContext, next: Next) => unknown): unknown };
    reconnect: EventEmitter & { delay: number; start(): void; stop(): void };
  }
}
declare module "@xmpp/client" {
  import type Element from "ltx/lib/Element.js";
  import type { EventEmitter } from "node:events";
  import type { XmppEntity, Jid } from "@xmpp/entity";
  export interface ClientOptions {
    service: string;
    domain?: string;
    resource?: string;
    username?: string;
    password?: string;
    credentials?: (
      authenticate: (credentials: { username: string; password: string }, mechanism: string) => Promise<void>,
      mechanisms: string[],
    ) => Promise<void>;
  }
  export interface Client extends XmppEntity {
    isSecure(): boolean;
    streamManagement: EventEmitter & { inbound: number; enabled: boolean };
  }
  export function client(options: ClientOptions): Client;
  export function xml(name: string, attrs?: Record<string, unknown> | string | null, ...children: unknown[]): Element;
  export function jid(address: string): Jid;
}
declare module "@xmpp/component" {
  import type Element from "ltx/lib/Element.js";
  import type { XmppEntity, Jid } from "@xmpp/entity";
  export interface ComponentOptions {
    service: string;
    domain: string;
    password: string;
  }
  export type Component = XmppEntity;
  /** A CommonJS module: import it as a default. */
  const api: {
    component(options: ComponentOptions): Component;
    xml(name: string, attrs?: Record<string, unknown> | string | null, ...children: unknown[]): Element;
    jid(address: string): Jid;
  };
  export default api;
}
