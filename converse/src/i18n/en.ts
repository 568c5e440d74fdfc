// What people read in Converse's page. Other languages have the same messages: one that is missing does not compile.
export const en = {
  /** BCP 47. */
  language: "en",
  /** Of its script. */
  direction: "ltr",
  open: "Status looks: what you show, and what you see",
  endsAt: (time: string) => `until ${time}`,
};
export type Messages = typeof en;
