// What a check is: one demand, or a few that one flow shows, tried from outside. A table of them is a catalogue.

/** What a check needs besides the accounts that every run has. */
export type Need = "peer" | "stranger" | "foreigner" | "component" | "password" | "slow";

export interface Check<World> {
  /** Ids of the draft's requirements. */
  readonly holds: readonly string[];
  readonly needs?: readonly Need[];
  /** Resolves where they hold. @throws Failure, NotSupported */
  readonly run: (world: World) => Promise<void>;
}

/** Requirements that this side has to hold and that are not tried, and why. */
export interface Untried {
  /** Nobody sees them from outside; or one could, and this kit does not. */
  readonly status: "not observable" | "not tried";
  readonly reason: string;
  readonly ids: readonly string[];
}

/** All that is to be said of one side: a service, or a client. */
export interface Catalogue<World> {
  readonly checks: readonly Check<World>[];
  readonly untried: readonly Untried[];
}

/** The side under test does not do what is demanded: what was expected, and what came. */
export class Failure extends Error {
  constructor(expected: string, came: string) {
    super(`expected ${expected}; came ${came}`);
  }
}

/** An optional part of the protocol is not there, and so nothing is demanded of it. The message says which. */
export class NotSupported extends Error {}

/** An account or a means that this run was not given. */
export class Missing extends Error {
  readonly need: Need;

  constructor(need: Need) {
    super(need);
    this.need = need;
  }
}

/** @throws Missing where there is nothing */
export function present<T>(thing: T | undefined, need: Need): T {
  if (thing === undefined) throw new Missing(need);
  return thing;
}

/** @throws Failure unless it is so */
export function expectThat(isSo: boolean, expected: string, came: () => string): asserts isSo {
  if (!isSo) throw new Failure(expected, came());
}
