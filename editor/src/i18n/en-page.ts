// English: the words of the page of its own.

export const enPage = {
  title: "Your looks",
  login: "Log in",
  jid: "Your address",
  password: "Password",
  service: "Server's address (WebSocket), if it is not found by itself",
  busy: "Logging in…",
  badJid: "That is no address, like juliet@example.org.",
  badService: "This has to begin with wss://",
  notFound: "Your server does not say where browsers reach it. Ask for its WebSocket address, and put it in below.",
  refused: "Address or password is wrong.",
  away: "The server cannot be reached.",
  lost: "The connection is lost. It is being made again…",
  logout: "Log out",
  leave: "You have changes that are not published. Log out, and lose them?",
  now: "I am now",
  nowSet: (name: string) => `You are now: ${name}.`,
  nowFailed: "That did not reach your server. Try again.",
  invisible: "Invisible",
  invisibleOn: "Nobody sees you now.",
  invisibleOff: "Your contacts see you again.",
  invisibleBlind:
    "Nobody sees you now, and you do not see others: your server does not let you do one without the other.",
  signedIn: (jid: string) => `Logged in as ${jid}`,
};
