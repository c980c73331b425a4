import 'reflect-metadata';
import { KeyObject, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type JsonGeneralName,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** A key pair as PEM text, as `node:tls` takes it. */
export interface IssuedCertificate {
  /** PKCS #8, PEM. */
  readonly key: string;
  /** The leaf, PEM. Its issuer is the authority itself, so no chain is needed. */
  readonly cert: string;
}

/** Life of a leaf; by default from an hour before the authority's `now` to `LEAF_DAYS` after it. */
export interface IssueOptions {
  readonly notBefore?: Date;
  readonly notAfter?: Date;
}

/** A certificate authority made on the spot. Its private key never leaves the process. */
export interface Authority {
  /** The root, PEM: what `--cacert` takes. */
  readonly certificate: string;
  /** A server certificate for these DNS names (`*.` wildcards too) or IP addresses. */
  issue(hosts: readonly string[], options?: IssueOptions): Promise<IssuedCertificate>;
}

const EC_KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const EC_SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Long enough for a demo that is left running over a holiday, short enough that a leaked file is soon worthless. */
const AUTHORITY_DAYS = 30;
const LEAF_DAYS = 14;
/** RFC 5280 section 4.1.2.2 allows 20 octets. */
const SERIAL_BYTES = 16;

/** Positive and without a leading zero octet, as DER wants an INTEGER. */
function serialNumber(): string {
  const bytes = randomBytes(SERIAL_BYTES);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(EC_KEY, true, ['sign', 'verify']);
}

function alternativeName(host: string): JsonGeneralName {
  return isIP(host) ? { type: 'ip', value: host } : { type: 'dns', value: host };
}

/** The root: may sign leaves and nothing below them (RFC 5280 section 4.2.1.9, path length 0). */
async function selfSigned(name: string, keys: webcrypto.CryptoKeyPair, now: Date) {
  return X509CertificateGenerator.createSelfSigned({
    serialNumber: serialNumber(),
    name: [{ CN: [name] }],
    notBefore: new Date(now.getTime() - DAY_MS),
    notAfter: new Date(now.getTime() + AUTHORITY_DAYS * DAY_MS),
    keys,
    signingAlgorithm: EC_SIGNATURE,
    extensions: [
      new BasicConstraintsExtension(true, 0, true),
      new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
      await SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
}

/**
 * Makes a certificate authority (ECDSA P-256). `name` is its common name, `now` the time its validity is
 * counted from. TLS itself compares with the machine's clock.
 */
export async function createAuthority(options: { name?: string; now?: Date } = {}): Promise<Authority> {
  const now = options.now ?? new Date();
  const name = options.name ?? 'crossproof loopback authority';
  const keys = await generateKeys();
  const root = await selfSigned(name, keys, now);

  async function issue(hosts: readonly string[], life: IssueOptions = {}): Promise<IssuedCertificate> {
    if (hosts.length === 0) throw new RangeError('a server certificate needs at least one host');
    const leafKeys = await generateKeys();
    const leaf = await X509CertificateGenerator.create({
      serialNumber: serialNumber(),
      // A host name may be longer than the 64 characters of a common name; clients read the SAN only (RFC 9525).
      subject: [{ CN: [`${name}: server`] }],
      issuer: root.subjectName,
      notBefore: life.notBefore ?? new Date(now.getTime() - HOUR_MS),
      notAfter: life.notAfter ?? new Date(now.getTime() + LEAF_DAYS * DAY_MS),
      publicKey: leafKeys.publicKey,
      signingKey: keys.privateKey,
      signingAlgorithm: EC_SIGNATURE,
      extensions: [
        new SubjectAlternativeNameExtension(hosts.map(alternativeName)),
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        await SubjectKeyIdentifierExtension.create(leafKeys.publicKey),
        await AuthorityKeyIdentifierExtension.create(keys.publicKey),
      ],
    });
    const key = KeyObject.from(leafKeys.privateKey).export({ type: 'pkcs8', format: 'pem' });
    return { key: key.toString(), cert: leaf.toString('pem') };
  }

  return { certificate: root.toString('pem'), issue };
}
