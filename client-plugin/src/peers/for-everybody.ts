// Whether an answer to disco#info may count for everybody whose caps it hashes to: well-formed by XEP-0115 section 5.4
// (rules 3.3 to 3.5), and such that nothing else hashes to the same. What is hashed is a list of texts that does not say
// what each of them is: from any that could be taken for another, a contact could make an answer that hides what others'
// clients can do. Those whose honest answer is refused here are asked each for itself.
import { NS_DATA_FORMS } from "@status-scheme/protocol/viewing";
import type { Element } from "@status-scheme/protocol";
import { formType } from "../host/caps.ts";

/** `query`: the `<query/>` of the answer. */
export function isForEverybody(query: Element): boolean {
  const identities = query.getChildren("identity").map(({ attrs }) => attrs);
  const features = query.getChildren("feature").map(({ attrs }) => attrs.var ?? "");
  const forms = query.getChildren("x", NS_DATA_FORMS).filter((x) => formType(x) !== undefined);
  const texts = [
    ...identities.flatMap(({ name, ...rest }) => [name, rest.category, rest.type, rest["xml:lang"]]),
    ...features,
    ...forms.flatMap((x) => x.getChildren("field").flatMap((field) => [field.attrs.var, ...valuesOf(field)])),
  ];
  const isIdentity = ({ category, type, "xml:lang": lang }: Element["attrs"]) =>
    !!category && !!type && ![category, type, lang].some((part) => part?.includes("/"));
  return (
    !texts.some((text) => text?.includes("<")) &&
    identities.every(isIdentity) &&
    areDistinct(
      identities.map(({ category, type, "xml:lang": lang, name }) => [category, type, lang, name].join("<")),
    ) &&
    areDistinct(features) &&
    areDistinct(forms.map((x) => formType(x)!)) &&
    forms.every(isPlain)
  );
}

/** Of one type, and with fields that nobody takes for features: named by words, not by namespaces, and each with a value. */
function isPlain(form: Element): boolean {
  const fields = form.getChildren("field");
  const [types, others] = [true, false].map((is) => fields.filter(({ attrs }) => (attrs.var === "FORM_TYPE") === is));
  return (
    new Set(types!.flatMap(valuesOf)).size === 1 &&
    others!.length > 0 &&
    others!.every((field) => field.attrs.var?.includes(":") === false && valuesOf(field).length > 0)
  );
}

function valuesOf(field: Element): readonly string[] {
  return field.getChildren("value").map((value) => value.getText());
}

function areDistinct(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}
