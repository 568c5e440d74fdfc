// The method, row by row, on ejabberd.
import "../rows.test.ts";

// Read when the world starts.
process.env.E2E_SERVER = "ejabberd";
