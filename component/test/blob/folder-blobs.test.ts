import { blobContract } from "./contract.ts";
import { folderPlace } from "./folder-place.ts";

blobContract("the blob store in a folder", folderPlace);
