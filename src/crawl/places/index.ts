import type { Location } from '../../services/index.js';
import { recordStep } from '../../services/index.js';
import { readDns } from './dns.js';
import { readPage } from './page.js';
import { readStep } from './step.js';
import type { PlaceContext, PlaceResult } from './types.js';
import { readWellKnown } from './well-known.js';

/** Reads one place and all that it leads to. Never throws for what a server did. */
export async function readLocation(place: Location, context: PlaceContext, depth = 0): Promise<PlaceResult> {
  const result = await readByKind(place, context, depth);
  if (place.optional !== true) return result;
  const { failure: _, ...rest } = result;
  return rest;
}

function readByKind(place: Location, context: PlaceContext, depth: number): Promise<PlaceResult> {
  switch (place.kind) {
    case 'well-known':
      return readWellKnown(place, context);
    case 'page':
      return readPage(place, context);
    case 'dns':
      return readDns(place, context);
    case 'record':
      return readStep(recordStep(place), context, depth, readLocation);
    case 'step':
      return readStep(place, context, depth, readLocation);
  }
}
