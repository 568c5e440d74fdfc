// The dialogs about a medium's picture, which are loaded when the first of them is wanted (parts.ts).
export { openCrop } from "./crop.ts";
export { openStill } from "./still.ts";
