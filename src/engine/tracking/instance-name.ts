/** Names of Applications as they stand on the objects they manage. */

/** `<app>` in the control-plane namespace, `<namespace>_<app>` elsewhere. */
export function instanceName(
  app: { readonly namespace: string; readonly name: string },
  controlNamespace: string,
): string {
  return app.namespace === controlNamespace || app.namespace === '' ? app.name : `${app.namespace}_${app.name}`;
}

/** The Application behind an instance name. */
export function applicationOf(
  instance: string,
  controlNamespace: string,
): { readonly namespace: string; readonly name: string } {
  const cut = instance.indexOf('_');
  if (cut < 0) return { namespace: controlNamespace, name: instance };
  return { namespace: instance.slice(0, cut), name: instance.slice(cut + 1) };
}

/** Label values end at 63 characters; the cut must not leave a character that may not stand last. */
export function labelValueOf(instance: string): string {
  return instance.length <= 63 ? instance : instance.slice(0, 63).replace(/[^A-Za-z0-9]+$/, '');
}
