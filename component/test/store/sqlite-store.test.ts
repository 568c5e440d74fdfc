import { storeContract } from "./contract.ts";
import { sqlitePlace } from "./sqlite-place.ts";

storeContract("the store in SQLite", sqlitePlace);
