/**
 * The page makes no link out of what comes from repositories and clusters, and no markup of any text (security rows 24, 40, 53,
 * 61): every address in it begins with a slash that stands in its source, or went through `webAddress`; text is text.
 */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const sources = globSync('ui/**/*.{ts,tsx}', { cwd: root }).filter((path) => !/\.test\.tsx?$|node_modules/.test(path));

/** Where a browser runs or opens what it is given. */
const MARKUP =
  /dangerouslySetInnerHTML|\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write|window\.open|\blocation\.(?:assign|replace|href)\s*[(=](?!=)|srcDoc|createContextualFragment/g;
const ADDRESS = /\b(?:href|src|formAction|xlinkHref)=(?:\{([^\n]*)|"([^"]*)")/g;
const OWN = /^`\/[a-z]|^'\/[a-z]|^webAddress\(/;

/** What of a source could lead elsewhere. */
function doubtful(text: string): readonly string[] {
  const addresses = [...text.matchAll(ADDRESS)].flatMap(([whole, expression, literal]) =>
    OWN.test(expression ?? `'${literal}'`) ? [] : [whole],
  );
  return [...addresses, ...(text.match(MARKUP) ?? [])];
}

test('no address and no markup of the page is made of what others wrote', () => {
  expect(sources.length).toBeGreaterThan(30);
  const found = sources.flatMap((path) =>
    doubtful(readFileSync(join(root, path), 'utf8')).map((what) => `${path}: ${what}`),
  );
  expect(found).toEqual([]);
});

test.each([
  '<a href={url}>',
  '<a href={app.status.url}>',
  '<a href="https://evil.example">',
  '<a href="//evil.example">',
  '<a href={url + path}>',
  '<img src={icon} />',
  '<p dangerouslySetInnerHTML={{ __html: message }} />',
  'element.innerHTML = message',
  'window.open(url)',
  'location.href = url',
])('%s would be found', (text) => {
  expect(doubtful(text)).not.toEqual([]);
});

test.each([
  '<a href={`/applications`}>',
  '<a href="/login">',
  '<a href={webAddress(text)}>',
  'select: ({ location }) => location.href',
])('%s is fine', (text) => {
  expect(doubtful(text)).toEqual([]);
});
