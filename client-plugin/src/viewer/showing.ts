// What a view decides by, as a public face of its own, for previews: which look is shown for a state, and which text for a
// person's languages.
export { lookFor, type State } from "./state.ts";
export { ownLanguages, pickText } from "./languages.ts";
