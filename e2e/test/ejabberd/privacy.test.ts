// Where a stamp never goes, and whom a hint cannot steer, on ejabberd.
import "../privacy.test.ts";

// Read when the world starts.
process.env.E2E_SERVER = "ejabberd";
