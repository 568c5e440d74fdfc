// Owners of several devices, who move, and who push, on ejabberd.
import "../client-stored-moving.test.ts";

// Read when the world starts.
process.env.E2E_SERVER = "ejabberd";
