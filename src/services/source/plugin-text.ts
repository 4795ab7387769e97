/**
 * What plugins print when they fail, fit for a condition: without secrets, and not endless. Patterns are bounded, because the
 * text is anybody's.
 */

/** Characters of a message: the beginning names the command, the end the reason. */
const LONGEST = 8192;
const TAIL_SHARE = 0.75;

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // Keys and certificates in PEM.
  [/-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY-----|$)/g, '[secret]'],
  // Tokens that tell themselves by their form: JSON Web Tokens, GitHub, GitLab, Slack, AWS, Vault, Google.
  [/\beyJ[\w-]{8,4096}\.[\w-]{8,4096}\.[\w-]{0,4096}/g, '[secret]'],
  [
    /\b(?:gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{16,}|xox[abprs]-[\w-]{10,}|A[KS]IA[A-Z0-9]{16}|hvs\.[\w-]{20,}|AIza[\w-]{30,})/g,
    '[secret]',
  ],
  // User information in URLs.
  [/([a-z][\w+.-]{0,30}:\/\/)[^/\s@]{0,512}@/gi, '$1'],
  [/(\bauthorization\s{0,8}[:=]\s{0,8}(?:basic|bearer|token)?\s{0,8})[^\s"']+/gi, '$1[secret]'],
  [/(\b(?:bearer|basic)\s{1,8})[\w+/=.~-]{12,}/gi, '$1[secret]'],
  // What is called a secret.
  [
    /((?:password|passwd|secret|token|api[_-]?key|access[_-]?key|credentials?)["']?\s{0,8}[:=]\s{0,8})(?:"[^"\n]*"|'[^'\n]*'|[^\s"',;]+)/gi,
    '$1[secret]',
  ],
];

/** The text without these secrets, in plain, base64 and URL-encoded form, and without what looks like one. */
export function fitPluginText(text: string, secrets: readonly string[]): string {
  const bare = secrets.flatMap(formsOf).reduce((told, secret) => told.replaceAll(secret, '[secret]'), text);
  const masked = PATTERNS.reduce(
    (told, [pattern, replacement]) => told.replace(pattern, replacement),
    shortened(bare, 4 * LONGEST),
  );
  return shortened(masked, LONGEST);
}

/** Beginning and end. */
function shortened(text: string, length: number): string {
  if (text.length <= length) return text;
  const tail = Math.floor(length * TAIL_SHARE);
  return `${text.slice(0, length - tail)} … ${text.slice(-tail)}`;
}

/** Too short ones would take harmless words away. */
const SHORTEST = 4;

function formsOf(secret: string): readonly string[] {
  const lines = secret.includes('\n') ? secret.split('\n').filter((line) => line.length >= 16) : [];
  const all = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), ...lines];
  return all.filter((form) => form.length >= SHORTEST);
}
