export { StickerError, type Ask, type Sticker, type StickerErrorCode, type StickerPack } from "./api.ts";
export { packOf, packsOf } from "./pack.ts";
export { fetchSticker, type FetchOptions } from "./fetch.ts";
export { guessState, guessStates } from "./guess.ts";
export { shorten } from "./shorten.ts";
export { createLine, type Line } from "./line.ts";
