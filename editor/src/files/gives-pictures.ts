/** Whether the browser gives more than the first picture of an animation (WebCodecs). */
export const givesPictures = (): boolean => "ImageDecoder" in globalThis;
