export const HOW_TITLE = 'How it works';

/** Hosts of the drawing: one of a provider, one of a platform, one's own. */
export const PLACES = ['a.example', 'github.com', 'alice.example'] as const;

/** Title and text of each step. */
export const STEPS: readonly (readonly [title: string, text: string])[] = [
  ['You sign one statement', 'It names your accounts. The key that signs it stays with you.'],
  ['Each account shows it', 'Only its user can write there, so each account speaks for the key.'],
  ['All are read and compared', 'Independent operators have to agree. One that was taken over stands out.'],
];

export const HOW_DESCRIPTION = STEPS.map(([title, text], i) => `${i + 1}. ${title}. ${text}`).join(' ');
