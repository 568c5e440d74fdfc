// Nobody who may not see learns anything, on ejabberd.
import "../refusals.test.ts";

// Read when the world starts.
process.env.E2E_SERVER = "ejabberd";
