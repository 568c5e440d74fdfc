// Whom an owner's client tells nothing, on ejabberd.
import "../client-stored-silence.test.ts";

// Read when the world starts.
process.env.E2E_SERVER = "ejabberd";
