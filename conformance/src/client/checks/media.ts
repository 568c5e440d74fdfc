// A viewer's way with media (sections 10.6 and 11.3): the contact goes through states, each with a trap.
import { type Check, expectThat, NotSupported } from "../../kit/check.ts";
import { eventually } from "../../kit/wait.ts";
import { ENDLESS, GONE, LANDED, type MediaServer, REDIRECT } from "../media-server.ts";
import type { ClientWorld } from "../world.ts";

/** The contact shows a look; resolves once its medium is asked for. @throws NotSupported where it never is */
async function shown(world: ClientWorld, state: string, path: string): Promise<void> {
  const { media, service, peer } = world;
  await world.show(state, { by: service.jid, stamp: service.schemes.get(peer.bare)!.stamp });
  const isAsked = () => (media.got.some((got) => got.path === path) ? true : undefined);
  if (!(await eventually(world.times.soonMs, isAsked))) throw new NotSupported("the client gets no such media");
  await world.quiet();
}
const paths = ({ got }: MediaServer) => got.map(({ path }) => path);

export const media: readonly Check<ClientWorld>[] = [
  {
    holds: ["few-fetches-at-once"],
    run: async (world) => {
      await shown(world, "chat", REDIRECT);
      const most = world.media.most();
      expectThat(most <= 4, "at most four fetches at once", () => `${most}`);
    },
  },
  {
    holds: ["media-no-redirects"],
    run: async (world) => {
      await shown(world, "chat", REDIRECT);
      expectThat(!paths(world.media).includes(LANDED), "no redirect followed", () => LANDED);
    },
  },
  {
    holds: ["media-size-obeyed"],
    run: async (world) => {
      await shown(world, "away", ENDLESS);
      const isLeft = await eventually(world.times.soonMs, () => world.media.endless());
      expectThat(isLeft === true, "an end of reading soon after the medium's size", () => "800 kB read");
    },
  },
  {
    holds: ["one-fetch-after-403"],
    run: async (world) => {
      const since = world.mark();
      await shown(world, "dnd", GONE);
      await world.quiet();
      const fetches = world.asked(since, "fetch").filter(({ stamp }) => stamp === undefined);
      expectThat(fetches.length <= 1, "one fetch at most for new URLs", () => `${fetches.length} fetches`);
    },
  },
  {
    holds: ["media-declared-origins-only"],
    run: async (world) => {
      const { service, peer, media } = world;
      await world.show("xa", { by: service.jid, stamp: service.schemes.get(peer.bare)!.stamp });
      await world.quiet();
      expectThat(media.gotForeign.length === 0, "nothing from an origin that is not declared", () => "a request there");
    },
  },
  {
    holds: ["media-no-credentials"],
    run: async ({ media }) => {
      if (media.got.length === 0) throw new NotSupported("the client gets no media");
      const wrong = media.got.find(({ headers }) => headers.cookie ?? headers.authorization);
      expectThat(wrong === undefined, "no cookies and no credentials", () => JSON.stringify(wrong?.headers));
    },
  },
];
