// What customers typically write, in their own words; a tap puts it in the composer.

const PHRASES = {
  en: ["where is my order", "send invoice", "talk to a human", "cancel my order", "I want to return something", "hi"],
  ar: ["وين طلبي", "ابعت الفاتورة", "أبي أكلم موظف", "بدي ألغي الطلب", "أريد إرجاع منتج", "wen talabi", "هلا"],
};

const SWITCHES = {
  en: {
    duplicates: ["Duplicates", "Webhooks arrive more than once"],
  },
  ar: {
    duplicates: ["تكرار", "تصل الطلبات أكثر من مرة"],
  },
};

/** The suggestions for a language tag; English where there are none. */
export const phrasesFor = (tag) => PHRASES[tag.split("-")[0]] ?? PHRASES.en;

/** Name and explanation of a switch of the offline WhatsApp; a new switch shows its own name until it has words here. */
export function switchWords(language, name) {
  const words = SWITCHES[language]?.[name] ?? SWITCHES.en[name];
  const plain = name.replaceAll("_", " ");
  return words ?? [plain.charAt(0).toUpperCase() + plain.slice(1), ""];
}
