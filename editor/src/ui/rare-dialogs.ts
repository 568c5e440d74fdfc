// The dialogs that most visits do without, loaded when the first of them is wanted (parts.ts).
export { openAudience } from "./audience.ts";
export { openCopy } from "./copy.ts";
export { openCrop } from "./crop.ts";
export { openServe } from "./serve.ts";
export { openStill } from "./still.ts";
