// What is demanded of a client and cannot be seen, or is not tried, from outside.
import type { Unobservable } from "../kit/check.ts";
export const UNOBSERVABLE: readonly Unobservable[] = [];
