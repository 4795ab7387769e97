/** `--resource [!]GROUP:KIND:[NAMESPACE/]NAME`: which resources are meant (feature C16). Pure. */
import type { Application } from '../../api/application/fields.ts';
import { AppError } from '../../base/errors.ts';

export interface ResourceArgument {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  /** `!` before it: all but these. */
  readonly exclude: boolean;
}

export interface ResourceName {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** Throws `cli.resource` (user) naming the argument. */
export function parseResources(texts: readonly string[]): readonly ResourceArgument[] {
  return texts.map((text) => {
    const exclude = text.startsWith('!');
    const fields = (exclude ? text.slice(1) : text).split(':');
    const [group = '', kind = '', rest = ''] = fields;
    if (fields.length !== 3) throw malformed(text, 'Resource should have GROUP:KIND:NAME');
    const names = rest.split('/');
    if (names.length > 2) throw malformed(text, 'Resource with namespace should have GROUP:KIND:NAMESPACE/NAME');
    const [first = '', second] = names;
    return second === undefined
      ? { group, kind, name: first, exclude }
      : { group, kind, namespace: first, name: second, exclude };
  });
}

/** Those of the Application's resources that are meant: what is left out wins, and all are where only such stand there. */
export function chooseResources(app: Application, wanted: readonly ResourceArgument[]): readonly ResourceName[] {
  return (app.status?.resources ?? [])
    .map(({ group = '', kind = '', namespace = '', name = '' }) => ({ group, kind, namespace, name }))
    .filter((resource) => isChosen(resource, wanted));
}

/** Whether it is meant. */
export function isChosen(resource: ResourceName, wanted: readonly ResourceArgument[]): boolean {
  const included = wanted.filter(({ exclude }) => !exclude);
  if (wanted.some((one) => one.exclude && fits(resource, one))) return false;
  return included.length === 0 || included.some((one) => fits(resource, one));
}

/** `*` fits anything; a namespace that is left out does too. */
function fits(resource: ResourceName, { group, kind, name, namespace = '' }: ResourceArgument): boolean {
  const same = (pattern: string, value: string): boolean => pattern === '*' || pattern === value;
  const place = namespace === '' || same(namespace, resource.namespace);
  return place && same(group, resource.group) && same(kind, resource.kind) && same(name, resource.name);
}

function malformed(text: string, rule: string): AppError {
  const message = `${rule}, but instead got: ${text}`;
  const hint = 'For the core group leave GROUP empty: ":ConfigMap:name".';
  return new AppError({ code: 'cli.resource', kind: 'user', message, hint });
}
