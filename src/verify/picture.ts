import { createHash } from 'node:crypto';

/**
 * How a picture carries what was signed about it: in `<metadata>`, one element of this name and namespace with a compact
 * JWS as its text. The JWS has a member `picture`: the SHA-256 of the picture without that `<metadata>`, in base64url.
 */
export const PICTURE_NAMESPACE = 'urn:uuid:b6b5a6a4-3c0e-4a57-9a4e-6f2d1c0e7a35';

const OPENING = `<metadata><crossproof:report xmlns:crossproof="${PICTURE_NAMESPACE}" type="application/jwt">`;
const CLOSING = '</crossproof:report></metadata>';

/** The element, for a JWS: whose characters need no escape. */
export function pictureMetadata(jws: string): string {
  return `${OPENING}${jws}${CLOSING}`;
}

/** Member `picture` of what is signed. @param picture the `<svg>` element, without its metadata */
export function pictureDigest(picture: string): string {
  return createHash('sha256').update(picture).digest('base64url');
}

/** A picture that was found in a document, and what it says of itself on its root. */
export interface SignedPicture {
  readonly jws: string;
  readonly digest: string;
  readonly subject: string | null;
  readonly verdict: string | null;
  readonly generatedAt: string | null;
}

/**
 * Beginnings of a picture's metadata that are looked at in one document: for each the whole may be searched and hashed, and
 * a page shows a handful.
 */
export const MAX_PICTURES = 16;

/** The pictures of a document, and whether it has more than are looked at. */
export interface SignedPictures {
  readonly pictures: readonly SignedPicture[];
  readonly overflow: boolean;
}

/**
 * The pictures of a document that carry a JWS: a file of its own, or one among others in a page. Each is the text from its
 * `<svg` to its `</svg>`; none holds another.
 * @param isWhole the document is one picture: whatever it has around the `<svg` is drawn with it
 */
export function signedPictures(document: string, isWhole: boolean): SignedPictures {
  const pictures: SignedPicture[] = [];
  let at = document.indexOf(OPENING);
  for (let looked = 0; at !== -1 && looked < MAX_PICTURES; looked += 1) {
    const picture = pictureAround(document, at, isWhole);
    if (picture !== null) pictures.push(picture);
    at = document.indexOf(OPENING, at + 1);
  }
  return { pictures, overflow: at !== -1 };
}

function pictureAround(document: string, at: number, isWhole: boolean): SignedPicture | null {
  const start = document.lastIndexOf('<svg', at);
  const close = document.indexOf(CLOSING, at);
  const end = document.indexOf('</svg>', close);
  if (start === -1 || close === -1 || end === -1) return null;
  const [after, last] = [close + CLOSING.length, end + '</svg>'.length];
  const [first, beyond] = isWhole ? [0, document.length] : [start, last];
  const picture = (document.slice(first, at) + document.slice(after, beyond)).trim();
  const root = document.slice(start, document.indexOf('>', start));
  return {
    jws: document.slice(at + OPENING.length, close),
    digest: pictureDigest(picture),
    subject: attribute(root, 'data-subject'),
    verdict: attribute(root, 'data-verdict'),
    generatedAt: attribute(root, 'data-generated-at'),
  };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function attribute(tag: string, name: string): string | null {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(tag)?.[1];
  return value?.replace(/&(amp|lt|gt|quot|apos);/g, (_, entity: string) => ENTITIES[entity] ?? '') ?? null;
}
