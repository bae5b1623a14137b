// What customers typically write, in their own words; a tap puts it in the composer.

const PHRASES = {
  en: ["where is my order", "send invoice", "talk to a human", "cancel my order", "I want to return something", "hi"],
  ar: ["وين طلبي", "ابعت الفاتورة", "أبي أكلم موظف", "بدي ألغي الطلب", "أريد إرجاع منتج", "wen talabi", "هلا"],
};

/** The suggestions for a language tag; English where there are none. */
export const phrasesFor = (tag) => PHRASES[tag.split("-")[0]] ?? PHRASES.en;
