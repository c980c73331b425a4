/** Scripts whose letters have bidi class R or AL (Unicode DerivedBidiClass). */
const RIGHT_TO_LEFT =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\p{Script=Mende_Kikakui}\p{Script=Yezidi}\p{Script=Sogdian}\p{Script=Old_Hungarian}\p{Script=Phoenician}\p{Script=Imperial_Aramaic}\p{Script=Avestan}\p{Script=Cypriot}\p{Script=Lydian}\p{Script=Kharoshthi}\p{Script=Old_South_Arabian}\p{Script=Old_North_Arabian}\p{Script=Manichaean}\p{Script=Nabataean}\p{Script=Palmyrene}\p{Script=Hatran}\p{Script=Chorasmian}\p{Script=Elymaic}\p{Script=Inscriptional_Pahlavi}\p{Script=Inscriptional_Parthian}\p{Script=Psalter_Pahlavi}\p{Script=Old_Sogdian}\p{Script=Old_Turkic}\p{Script=Meroitic_Hieroglyphs}\p{Script=Meroitic_Cursive}\p{Script=Old_Uyghur}\u200F]/u;

type BidiClass = 'L' | 'R' | 'AN' | 'EN' | 'ES' | 'CS' | 'ET' | 'NSM' | 'ON';

/** Bidi class of a character that PRECIS IdentifierClass lets through; R stands for R and AL together. */
function bidiClass(character: string): BidiClass {
  if (/\p{Mn}/u.test(character)) return 'NSM';
  if (/[\u0660-\u0669\u066B\u066C\u06DD\u{10D30}-\u{10D39}]/u.test(character)) return 'AN';
  if (/[0-9\u06F0-\u06F9]/.test(character)) return 'EN';
  if (RIGHT_TO_LEFT.test(character)) return 'R';
  if (/[+-]/.test(character)) return 'ES';
  if (/[,./:]/.test(character)) return 'CS';
  if (/[#$%]/.test(character)) return 'ET';
  if (/[!-~\u00B7\u0375\u30FB]/.test(character)) return /[A-Za-z]/.test(character) ? 'L' : 'ON';
  return 'L';
}

/**
 * The Bidi Rule of RFC 5893 section 2, which PRECIS demands of names with right-to-left characters (RFC 8265
 * section 3.3.3): without it the parts of an address change places on the screen.
 */
export function satisfiesBidiRule(text: string): boolean {
  const classes = [...text].map(bidiClass);
  if (!classes.includes('R') && !classes.includes('AN')) return true;
  // Condition 1 leaves only R as the first class here: an LTR label may hold no R, AL or AN (condition 5).
  if (classes[0] !== 'R' || classes.includes('L')) return false;
  const last = classes.findLast((one) => one !== 'NSM');
  if (last !== 'R' && last !== 'EN' && last !== 'AN') return false;
  return !(classes.includes('EN') && classes.includes('AN'));
}
