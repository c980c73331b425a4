/** Longest identifier read at all, in UTF-16 units: a full JID is at most 3 x 1023 octets and two separators. */
export const MAX_IDENTIFIER_LENGTH = 4096;

/** Longest MIMI URI and account URI, in octets: longer ones do not fit in the request line of many servers. */
export const MAX_URI_OCTETS = 2048;

/** Longest host name (RFC 1035 section 2.3.4), without the trailing dot. */
export const MAX_HOST_OCTETS = 253;

/** Longest label of a host name (RFC 1035 section 2.3.4). */
export const MAX_LABEL_OCTETS = 63;

/** Longest host as typed, in UTF-16 units, before it is made ASCII: keeps the IDNA code off absurd input. */
export const MAX_HOST_INPUT = 1024;

/** Longest part of a JID, in octets of UTF-8 after enforcement (RFC 7622 sections 3.2 to 3.4). */
export const MAX_JID_PART_OCTETS = 1023;

/** Longest mailbox local-part, in octets (RFC 5321 section 4.5.3.1.1). */
export const MAX_MAIL_LOCAL_OCTETS = 64;

/** Longest Matrix user id with its sigil and server name, in octets (Matrix specification, user identifiers). */
export const MAX_MATRIX_OCTETS = 255;

/** Longest IRC nick and channel accepted, in octets: servers announce their own, none seen goes beyond. */
export const MAX_IRC_NAME_OCTETS = 200;
