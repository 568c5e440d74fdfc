// From SVG to the pictures of a look: a still as PNG or WebP, an animation as WebP. The same drawing makes the same bytes.
import sharp from "sharp";

const svgPixels = (svg) => sharp(Buffer.from(svg)).ensureAlpha().raw().toBuffer({ resolveWithObject: true });

/** `format`: "png" for flat colours, "webp" for soft ones. */
export async function still(svg, format) {
  const picture = sharp(Buffer.from(svg));
  return format === "webp"
    ? picture.webp({ quality: 80, effort: 6, smartSubsample: true }).toBuffer()
    : picture.png({ palette: true, colours: 64, dither: 0, effort: 10 }).toBuffer();
}

/** `draw(phase)`: the picture at this part of the loop, from 0 to less than 1. */
export async function animation(draw, { frames, seconds, lossless = false }) {
  const pictures = await Promise.all(Array.from({ length: frames }, (_, at) => svgPixels(draw(at / frames))));
  const { width, height } = pictures[0].info;
  const strip = Buffer.concat(pictures.map(({ data }) => data));
  return sharp(strip, { raw: { width, height: height * frames, channels: 4, pageHeight: height } })
    .webp({
      loop: 0,
      delay: Array(frames).fill(Math.round((seconds * 1000) / frames)),
      quality: 65,
      effort: 4,
      lossless,
      minSize: true,
      smartSubsample: true,
    })
    .toBuffer();
}
