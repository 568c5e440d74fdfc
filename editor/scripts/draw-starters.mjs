// Draws editor/starters: the looks that someone may start from, a scheme folder each, and index.json, the list of them.
// `node editor/scripts/draw-starters.mjs [folder [set …]]`. The same program makes the same files.
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { stringify } from "yaml";
import { cat } from "./starters/cat.mjs";
import { hills } from "./starters/hills.mjs";
import { robot } from "./starters/robot.mjs";
import { signs } from "./starters/signs.mjs";
import { animation, still } from "./starters/render.mjs";

const SETS = [cat, hills, robot, signs];
const LICENCE = "Drawn for this project; MIT";
/** Looks whose images stand for their set where one is chosen. */
const PREVIEW = ["available", "chat", "away", "dnd"];

const [folder = join(import.meta.dirname, "../starters"), ...wanted] = process.argv.slice(2);
const drawn = SETS.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
for (const set of drawn) await writeSet(set);
if (wanted.length === 0) await writeFile(join(folder, "index.json"), json(SETS.map(entry)));

/** Laid out as the formatter lays it out: a list that fits in a line stands in one. */
function json(value) {
  const short = /\[\n\s+([^[\]]{1,90}?)\n\s+\]/g;
  return JSON.stringify(value, undefined, 2).replace(short, (_, items) => `[${items.replace(/\n\s+/g, " ")}]`) + "\n";
}

async function writeSet({ id, title, looks, format = "png" }) {
  const target = join(folder, id);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  const write = async (file, bytes) => writeFile(join(target, file), await bytes);
  const writing = Object.entries(looks).map(async ([state, { draw, loop, sound }]) => {
    const files = filesOf(state, { loop, sound }, format);
    await write(files.image, still(draw(0), format));
    if (loop) await write(files.animation, animation(draw, loop));
    if (sound) await write(files.audio, sound.make());
  });
  await Promise.all(writing);
  const head = `# ${title.en}. ${LICENCE}.\n# Written by editor/scripts/draw-starters.mjs.\n`;
  const scheme = Object.fromEntries(Object.entries(looks).map(([state, look]) => [state, yamlOf(state, look, format)]));
  await write("scheme.yaml", head + stringify(scheme, { lineWidth: 0 }).replace(/\n(?=\w)/g, "\n\n"));
}

function filesOf(state, { loop, sound }, format) {
  return {
    image: `${state}.${format}`,
    ...(loop && { animation: `${state}-animation.webp` }),
    ...(sound && { audio: `${state}-audio.wav` }),
  };
}

function yamlOf(state, look, format) {
  const { audio, ...pictures } = filesOf(state, look, format);
  return {
    ...(look.show && { show: look.show }),
    text: look.text,
    ...pictures,
    desc: look.desc,
    ...(audio && { audio: { file: audio, desc: look.sound.desc } }),
  };
}

/** What is said of a set in the list. Files are named relative to the set's folder, which is named as its id. */
function entry({ id, title, description, looks, format = "png" }) {
  const files = Object.entries(looks).flatMap(([state, look]) => Object.values(filesOf(state, look, format)));
  const preview = PREVIEW.map((state) => filesOf(state, {}, format).image);
  return { id, title, description, licence: LICENCE, preview, files: ["scheme.yaml", ...files] };
}
