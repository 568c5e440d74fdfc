// Schemes served by their owners' clients, on ejabberd.
import "../client-stored.test.ts";

// Read when the world starts.
process.env.E2E_SERVER = "ejabberd";
