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

const [folder = join(import.meta.dirname, "../starters"), ...wanted] = process.argv.slice(2);
const drawn = SETS.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
for (const set of drawn) await writeSet(set);
if (wanted.length === 0)
  await writeFile(join(folder, "index.json"), JSON.stringify(SETS.map(entry), undefined, 2) + "\n");

async function writeSet({ id, title, looks, format = "png" }) {
  const target = join(folder, id);
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  const scheme = {};
  for (const [state, look] of Object.entries(looks)) {
    const files = filesOf(state, look, format);
    scheme[state] = { ...(look.show && { show: look.show }), text: look.text, ...files, desc: look.desc };
    await writeFile(join(target, files.image), await still(look.draw(0), format));
    if (look.loop) await writeFile(join(target, files.animation), await animation(look.draw, look.loop));
    if (look.sound) await writeFile(join(target, files.audio), look.sound());
  }
  const head = `# ${title.en}. ${LICENCE}.\n# Written by editor/scripts/draw-starters.mjs.\n`;
  await writeFile(join(target, "scheme.yaml"), head + stringify(scheme, { lineWidth: 0 }).replace(/\n(?=\w)/g, "\n\n"));
}

function filesOf(state, { loop, sound }, format) {
  return {
    image: `${state}.${format}`,
    ...(loop && { animation: `${state}-animation.webp` }),
    ...(sound && { audio: `${state}-audio.wav` }),
  };
}

function entry({ id, title, description, looks, format = "png" }) {
  const files = Object.entries(looks).flatMap(([state, look]) => Object.values(filesOf(state, look, format)));
  return { id, title, description, licence: LICENCE, files: ["scheme.yaml", ...files] };
}
