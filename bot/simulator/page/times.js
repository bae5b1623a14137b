// Times of day, days and sizes in the customer's own locale.

const DAY = 86_400_000;
const known = new Map();

function formatter(locale, kind, options, make = Intl.DateTimeFormat) {
  const key = `${locale} ${kind}`;
  if (!known.has(key)) known.set(key, new make(locale, options));
  return known.get(key);
}

/** The locale of a customer: language and country, or the language alone where the pair is no locale. */
export function localeOf({ language, country }) {
  const pair = country && !language.includes("-") ? `${language}-${country}` : language;
  try {
    return Intl.getCanonicalLocales(pair)[0];
  } catch {
    return "en";
  }
}

/** "09:41" of an instant in milliseconds. */
export function timeOfDay(at, locale) {
  return formatter(locale, "time", { hour: "numeric", minute: "2-digit" }).format(at);
}

/** A key that is equal for instants of one local day. */
export function dayOf(at) {
  return new Date(at).toDateString();
}

/** "Today", "Yesterday" (in the locale's words) or the date. */
export function dayName(at, now, locale) {
  const midnight = (instant) => new Date(instant).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(at) - midnight(now)) / DAY);
  if (days > -2) return capital(formatter(locale, "relative", { numeric: "auto" }, Intl.RelativeTimeFormat).format(days, "day"), locale);
  return formatter(locale, "date", { weekday: "long", day: "numeric", month: "long" }).format(at);
}

function capital(text, locale) {
  return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
}

/** "14 kB" of a number of bytes. */
export function fileSize(bytes, locale) {
  const [unit, value] = bytes < 1_000_000 ? ["kilobyte", Math.max(1, Math.round(bytes / 1000))] : ["megabyte", bytes / 1_000_000];
  const options = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 1 };
  return formatter(locale, unit, options, Intl.NumberFormat).format(value);
}

/** "0.42s" of a number of seconds. */
export function seconds(value, locale, digits = 2) {
  const options = { style: "unit", unit: "second", unitDisplay: "narrow", minimumFractionDigits: 1, maximumFractionDigits: digits };
  return formatter(locale, `seconds ${digits}`, options, Intl.NumberFormat).format(value);
}
