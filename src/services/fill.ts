import type { Location, RecordLocation } from './location.js';
import { fillTemplate } from './template.js';

type Values = Readonly<Record<string, string>>;

/** A place of a catalogue entry with its templates filled: what is read. Throws on a variable without a value. */
export function fillLocation(place: Location, values: Values): Location {
  switch (place.kind) {
    case 'dns':
      return { ...place, name: fillTemplate(place.name, values) };
    case 'record':
      return fillRecord(place, values);
    case 'step':
      return {
        ...place,
        asks: place.asks.map((ask) =>
          ask.as === 'txt'
            ? { ...ask, name: fillTemplate(ask.name, values) }
            : { ...ask, url: fillTemplate(ask.url, values) },
        ),
      };
    default:
      return { ...place, url: fillTemplate(place.url, values) };
  }
}

/** As fillLocation. Links to further records stay templates: they are filled when a link was found. */
export function fillRecord(place: RecordLocation, values: Values): RecordLocation {
  return {
    ...place,
    url: fillTemplate(place.url, values),
    owner: place.owner.map((rule) => ({
      path: rule.path,
      // A value to compare with, not a part of a URL.
      equals: rule.equals.replace(/\{([a-zA-Z0-9]+)\}/g, (whole, name: string) => values[name] ?? whole),
    })),
  };
}
