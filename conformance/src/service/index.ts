// The catalogue of a service.
import type { Catalogue } from "../kit/check.ts";
import { access } from "./checks/access.ts";
import { bits } from "./checks/bits.ts";
import { discovery } from "./checks/discovery.ts";
import { document } from "./checks/document.ts";
import { mediaHttp } from "./checks/media-http.ts";
import { media } from "./checks/media.ts";
import { notices } from "./checks/notices.ts";
import { publishing } from "./checks/publishing.ts";
import { reports } from "./checks/reports.ts";
import { viewing } from "./checks/viewing.ts";
import { UNTRIED } from "./untried.ts";
import type { ServiceWorld } from "./world.ts";

export const SERVICE: Catalogue<ServiceWorld> = {
  checks: [
    ...discovery,
    ...document,
    ...publishing,
    ...access,
    ...viewing,
    ...notices,
    ...reports,
    ...media,
    ...mediaHttp,
    ...bits,
  ],
  untried: UNTRIED,
};
